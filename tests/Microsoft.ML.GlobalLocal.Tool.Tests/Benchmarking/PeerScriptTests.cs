using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class PeerScriptTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [LinuxFact]
    public void Interactions_are_written_as_rows()
    {
        var script = Create("rows", "exit 0");
        script.Write(InteractionMatrix.FromPairs([0, 2, 2], [3, 1, 0], userCount: 3, itemCount: 4));
        var numbers = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder["rows"], "interactions.i32"))).ToArray();
        Assert.Equal([3, 4, 0, 1, 1, 3, 3, 0, 1], numbers);
    }

    [LinuxFact]
    public void Each_line_is_a_measurement()
    {
        var script = Create("lines", """
            echo '{"Step": "'"$2 $4 $5"'", "Size": 3, "Seconds": 1.5, "ProcessorSeconds": 2, "PeakBytes": 7, "Figures": {"recall": 0.25}}'
            echo '{"Step": "second", "Size": 4, "Seconds": 1, "ProcessorSeconds": 1, "PeakBytes": 8, "Figures": {}}'
            echo a warning >&2
            """);
        var measurements = script.Run(CancellationToken.None, "als", 64, 8);
        Assert.Equal(["als 64 8", "second"], measurements.Select(measurement => measurement.Step));
        Assert.Equal((3, 1.5, 2, 7), (measurements[0].Size, measurements[0].Seconds, measurements[0].ProcessorSeconds, measurements[0].PeakBytes));
        Assert.Equal(0.25, measurements[0].Figures["recall"]);
    }

    [LinuxFact]
    public void The_last_line_of_a_failure_is_told()
    {
        var script = Create("failure", "echo Traceback >&2; echo no module faiss >&2; exit 1");
        string message = Assert.Throws<ToolException>(script.Check).Message;
        Assert.Contains("exit code 1; no module faiss.", message);
        Assert.Contains("pip install", message);
    }

    [LinuxFact]
    public void Vectors_that_were_left_are_a_space()
    {
        var script = Create("vectors", "exit 0");
        File.WriteAllBytes(Path.Combine(folder["vectors"], "users.f32"), MemoryMarshal.AsBytes<float>([1, 2]));
        File.WriteAllBytes(Path.Combine(folder["vectors"], "items.f32"), MemoryMarshal.AsBytes<float>([3, 4, 5, 6]));
        var space = script.ReadSpace(dimension: 2);
        Assert.Equal((1, 2), (space.UserCount, space.ItemCount));
        var scores = new float[2];
        space.Score(new UserView(space.GetUserVector(0), []), [0, 1], scores);
        Assert.Equal([11f, 17f], scores);
    }

    /// <summary>A script whose interpreter is a shell that runs other lines.</summary>
    private PeerScript Create(string name, string lines)
    {
        string path = folder[name];
        Directory.CreateDirectory(path);
        string python = Path.Combine(path, "python.sh");
        File.WriteAllText(python, $"#!/bin/sh\n{lines.ReplaceLineEndings("\n")}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new PeerScript(python, path);
    }
}
