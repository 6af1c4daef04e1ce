using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Runs the systems that the library is compared with: a script in Python, beside the tool, in a process of its own for each command.</summary>
/// <param name="python">The interpreter.</param>
/// <param name="folder">The folder for what the script reads and leaves.</param>
internal sealed class PeerScript(string python, string folder)
{
    private const string InteractionsFile = "interactions.i32";

    /// <summary>Checks that the interpreter is there and has what the script needs.</summary>
    /// <exception cref="ToolException">It has not; the message says what is missing.</exception>
    public void Check() => Execute(["check"], CancellationToken.None);

    /// <summary>Writes interactions for the commands to read.</summary>
    public void Write(InteractionMatrix interactions)
    {
        using var output = File.Create(Path.Combine(folder, InteractionsFile));
        var starts = new int[interactions.UserCount + 1];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            starts[user + 1] = starts[user] + interactions.GetItems(user).Length;
        }

        Write([interactions.UserCount, interactions.ItemCount]);
        Write(starts);
        for (int user = 0; user < interactions.UserCount; user++)
        {
            Write(interactions.GetItems(user));
        }

        void Write(ReadOnlySpan<int> numbers) => output.Write(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Runs a command on what is in the folder.</summary>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its numbers.</param>
    /// <returns>What it measured.</returns>
    /// <exception cref="ToolException">It failed; the message is the last line that it wrote.</exception>
    public IReadOnlyList<Measurement> Run(CancellationToken cancellationToken, string command, params int[] arguments) =>
    [
        .. Execute([command, folder, .. arguments.Select(argument => argument.ToString(CultureInfo.InvariantCulture))], cancellationToken)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonSerializer.Deserialize<Measurement>(line)!),
    ];

    /// <summary>The space of the vectors that the last factorisation left.</summary>
    public VectorSpace ReadSpace(int dimension) => new("ALS", dimension, Read("users.f32"), Read("items.f32"), VectorSimilarity.Product);

    private float[] Read(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, file))).ToArray();

    private string Execute(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers.py"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            using var registration = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellationToken.ThrowIfCancellationRequested();
            string last = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            return process.ExitCode == 0 ? output : throw CreateException($"exit code {process.ExitCode}; {last}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw CreateException(exception.Message);
        }
    }

    private ToolException CreateException(string problem) => new(
        $"'{python}' could not run the systems to compare with: {problem}. They are packages of Python; 'pip install numpy scipy implicit faiss-cpu' installs them for the interpreter that --python names.");
}
