using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>bench</c>: time, memory and rates of the long work, at the sizes that it is meant for.</summary>
internal static class BenchCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand(
            "bench",
            "Measures training, answers and files: time, peak memory, rates and how they grow, each case in a process of its own. A part's tables and plots are written as it ends, and a page of all at the end.");
        var data = new Option<string?>("--data") { Description = $"The folder of the data sets; by default that of the environment variable {ReproductionOptions.DataVariable}.", HelpName = "FOLDER" };
        var output = new Option<string>("--output") { Description = "The folder that tables, plots and the page are written to. Large files lie there while they are needed.", Required = true, HelpName = "FOLDER" };
        string[] names = [.. BenchmarkCatalog.All.Select(part => part.Name)];
        var parts = new Option<string[]>("--part") { Description = $"A part; may be repeated. By default all, {PeersPart.PartName} only with --python: {string.Join(", ", names)}.", HelpName = "NAME" };
        parts.AcceptOnlyFromAmong(names);
        var quick = new Option<bool>("--quick") { Description = "A look within minutes, on small generated data." };
        var gpu = new Option<int?>("--gpu") { Description = "The GPU for the trainers that can use one: the networks and the attention. Where it is not there, the output says so.", CustomParser = result => OptionParsers.AtLeastZero(result), HelpName = "N" };
        var python = new Option<string?>("--python") { Description = $"An interpreter of Python with numpy, scipy, implicit and faiss, for the part {PeersPart.PartName}, which is measured only where this is given.", HelpName = "PATH" };
        var threads = CommonOptions.Threads();
        var @case = new Option<string?>(BenchmarkProcess.CaseOption) { Hidden = true };
        var work = new Option<string>(BenchmarkProcess.WorkOption) { Hidden = true, DefaultValueFactory = _ => "" };
        foreach (Option option in new Option[] { data, output, parts, quick, gpu, python, threads, @case, work })
        {
            command.Options.Add(option);
        }

        return command.Does((parsed, cancellationToken) =>
        {
            string[] asked = parsed.GetValue(parts) ?? [];
            bool hasPeers = parsed.GetValue(python) is not null;
            var options = new BenchmarkOptions
            {
                Data = parsed.GetValue(data) ?? Environment.GetEnvironmentVariable(ReproductionOptions.DataVariable),
                Output = parsed.GetRequiredValue(output),
                Parts = [.. BenchmarkCatalog.All.Where(part => asked.Length == 0 ? hasPeers || part.Name != PeersPart.PartName : asked.Contains(part.Name))],
                IsQuick = parsed.GetValue(quick),
                Gpu = parsed.GetValue(gpu),
                Python = parsed.GetValue(python),
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                WorkFolder = parsed.GetRequiredValue(work),
            };
            if (parsed.GetValue(@case) is { } name)
            {
                BenchmarkProcess.Measure(console, options, name, cancellationToken);
            }
            else
            {
                Run(console, options, cancellationToken);
            }
        });
    }

    private static void Run(ToolConsole console, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        try
        {
            console.Output.WriteLine(BenchmarkRun.Run(console, options, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            throw new ToolException($"cancelled. The parts that had ended are in '{options.Output}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The results could not be written to '{options.Output}': {exception.Message}", exception);
        }
    }
}
