using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Measures a case in a process of its own, so that memory and warmth are the case's alone: the tool starts itself again.</summary>
internal static class BenchmarkProcess
{
    /// <summary>The hidden option that names the one case of the one part which the process measures.</summary>
    public const string CaseOption = "--case";

    /// <summary>The hidden option that names the folder for files which cases hand on.</summary>
    public const string WorkOption = "--work";

    private static readonly JsonSerializerOptions JsonOptions = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Runs a case in a process of its own.</summary>
    /// <param name="console">Receives what the process tells.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="part">The part.</param>
    /// <param name="case">The name of the case.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public static IReadOnlyList<Measurement> Run(ToolConsole console, BenchmarkOptions options, BenchmarkPart part, string @case, CancellationToken cancellationToken)
    {
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host, [typeof(BenchmarkProcess).Assembly.Location, .. CreateArguments(options, part, @case)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new ToolException($"'{host}' could not be started.");
        using var registration = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        string last = "";
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                console.Note($"  {line.Data}");
                last = line.Data;
            }
        };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? [.. JsonSerializer.Deserialize<Measurement[]>(output, JsonOptions)!.Select(measurement => measurement with { Case = @case })]
            : [Measurement.OfFailure(@case, $"exit code {process.ExitCode}; {last}")];
    }

    /// <summary>Runs a case in this process, and writes what was measured to the output.</summary>
    public static void Measure(ToolConsole console, BenchmarkOptions options, string @case, CancellationToken cancellationToken)
    {
        var recorder = new StepRecorder(console);
        var found = options.Parts.SelectMany(part => part.CreateCases(options)).FirstOrDefault(candidate => candidate.Name == @case)
            ?? throw new UsageException($"{CaseOption} is '{@case}', which the part does not have.");
        found.Run(recorder, cancellationToken);
        console.Output.WriteLine(Serialize(recorder.Measurements));
    }

    /// <summary>Measurements as JSON.</summary>
    public static string Serialize(IReadOnlyList<Measurement> measurements) => JsonSerializer.Serialize(measurements, JsonOptions);

    private static IEnumerable<string> CreateArguments(BenchmarkOptions options, BenchmarkPart part, string @case)
    {
        yield return "bench";
        foreach (var (option, value) in new[] { ("--data", options.Data), ("--output", options.Output), ("--gpu", options.Gpu?.ToString(CultureInfo.InvariantCulture)), ("--python", options.Python), ("--threads", options.Threads.ToString(CultureInfo.InvariantCulture)), ("--part", part.Name), (CaseOption, @case), (WorkOption, options.WorkFolder) })
        {
            if (value is not null)
            {
                yield return option;
                yield return value;
            }
        }

        if (options.IsQuick)
        {
            yield return "--quick";
        }
    }
}
