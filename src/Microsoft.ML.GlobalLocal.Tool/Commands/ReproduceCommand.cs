using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>reproduce</c>: the tables and figures of the paper, by our own runs.</summary>
internal static class ReproduceCommand
{
    private const int DefaultSeeds = 3;
    private const int DefaultTrials = 8;
    private const int QuickTrials = 2;
    private const int MaximumEpochs = 200;
    private const int QuickEpochs = 8;
    private const string QuickDataSet = "debian";
    private const int LeaveOneOutTable = 6;
    private const string PaperMethod = nameof(GlobalLocalPreset.Paper2021);
    private static readonly int[] QuickDimensions = [64];

    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand(
            "reproduce",
            "Runs what the tables and figures of the paper show, with every system, and writes tables, figures and a page. What has ended is kept: the same command goes on where it was interrupted.");
        var data = new Option<string?>("--data") { Description = $"The folder of the data sets; by default that of the environment variable {ReproductionOptions.DataVariable}.", HelpName = "FOLDER" };
        var output = new Option<string>("--output") { Description = "The folder that tables, figures, the page and the results of all runs and trials are written to.", Required = true, HelpName = "FOLDER" };
        var tables = CreateNumbers("--table", "A table of the paper, from 2 to 6; may be repeated. Without --table and --figure: all that the data sets have, and what the parts of the default preset and re-ranking it are worth.", ReproductionOptions.AllTables);
        var figures = CreateNumbers("--figure", "A figure of the paper, from 4 to 8; may be repeated.", ReproductionOptions.AllFigures);
        var dataSets = new Option<string[]>("--dataset")
        {
            Description = $"A data set; may be repeated. By default all but {string.Join(", ", DataSetCatalog.All.Where(dataSet => dataSet.OnlyByName).Select(dataSet => dataSet.Name))}.",
            HelpName = "NAME",
        };
        dataSets.AcceptOnlyFromAmong([.. DataSetCatalog.All.Select(dataSet => dataSet.Name)]);
        var systems = new Option<string[]>("--system")
        {
            Description = $"A system to run; may be repeated. By default all: {string.Join(", ", SystemNames)}. {PaperMethod} is the paper's method, which tables 2 and 3 and the figures need in any case.",
            HelpName = "NAME",
        };
        systems.AcceptOnlyFromAmong([.. SystemNames]);
        var kept = new Option<bool>("--kept") { Description = "Runs nothing, and writes tables, figures and the page of the runs that ended before; where a system has none of so many trials, of those with fewer, which the tables say." };
        var seeds = new Option<int?>("--seeds") { Description = $"The number of seeds; by default {DefaultSeeds}.", CustomParser = result => OptionParsers.AtLeastOne(result), HelpName = "N" };
        var trials = new Option<int?>("--trials") { Description = $"How many points of its grid each system may try; by default {DefaultTrials}.", CustomParser = result => OptionParsers.AtLeastOne(result), HelpName = "N" };
        var quick = new Option<bool>("--quick")
        {
            Description = $"A look within minutes, and no reproduction: {QuickDataSet} alone unless --dataset names others, no table {LeaveOneOutTable} unless --table names it, one seed, {QuickTrials} points, few epochs, some of the systems, and neither the parts of the default preset nor its re-ranking.",
        };
        var threads = CommonOptions.Threads();
        foreach (Option option in new Option[] { data, output, tables, figures, dataSets, systems, seeds, trials, quick, kept, threads })
        {
            command.Options.Add(option);
        }

        return command.Does((parsed, cancellationToken) =>
        {
            bool isQuick = parsed.GetValue(quick);
            int budget = parsed.GetValue(trials) ?? (isQuick ? QuickTrials : DefaultTrials);
            var chosen = Select(parsed.GetValue(dataSets) ?? [], isQuick);
            int[] askedTables = parsed.GetValue(tables) ?? [];
            int[] askedFigures = parsed.GetValue(figures) ?? [];
            bool all = askedTables.Length + askedFigures.Length == 0;
            string[] names = parsed.GetValue(systems) ?? [];
            Run(console, new ReproductionOptions
            {
                Data = parsed.GetValue(data) ?? Environment.GetEnvironmentVariable(ReproductionOptions.DataVariable),
                Output = parsed.GetRequiredValue(output),
                DataSets = chosen,
                Tables = all ? [.. ReproductionOptions.AllTables.Where(table => chosen.Any(dataSet => ReproductionPlan.IsInTable(dataSet, table)) && !(isQuick && table == LeaveOneOutTable))] : [.. askedTables.Distinct().Order()],
                Figures = all ? [.. ReproductionOptions.AllFigures.Where(figure => chosen.Any(dataSet => ReproductionPlan.IsInFigure(dataSet, figure)))] : [.. askedFigures.Distinct().Order()],
                Seeds = parsed.GetValue(seeds) ?? (isQuick ? 1 : DefaultSeeds),
                Trials = budget,
                MaximumEpochs = isQuick ? QuickEpochs : MaximumEpochs,
                Dimensions = isQuick ? QuickDimensions : PaperNumbers.Dimensions,
                Competitors = [.. (isQuick ? CompetitorCatalog.CreateQuick(budget) : CompetitorCatalog.CreateAll(budget)).Where(competitor => IsNamed(competitor.Name))],
                RunsDefaultPreset = IsNamed(DefaultPresetJob.Name),
                RunsPaperMethod = IsNamed(PaperMethod),
                ShowsKeptOnly = parsed.GetValue(kept),
                RunsStudies = !isQuick && IsNamed(DefaultPresetJob.Name),
                IsQuick = isQuick,
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
            }, cancellationToken);

            bool IsNamed(string name) => names.Length == 0 || names.Contains(name);
        });
    }

    /// <summary>Runs a reproduction, and writes what it gave.</summary>
    internal static void Run(ToolConsole console, ReproductionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var results = new Reproduction(console, options).Run(cancellationToken);
            console.Output.WriteLine(new ReproductionReport(options, results).Write());
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            console.Note($"note: {exception.GetType().Name} ended the run at hand.");
            throw new ToolException($"cancelled. The runs and trials that had ended are kept in '{options.Output}'; the same command goes on from there.");
        }
    }

    private static IEnumerable<string> SystemNames => CompetitorCatalog.CreateAll(DefaultTrials).Select(competitor => competitor.Name).Append(DefaultPresetJob.Name).Append(PaperMethod);

    private static IReadOnlyList<ReproductionDataSet> Select(string[] names, bool isQuick) => [.. DataSetCatalog.All.Where(dataSet => names.Length > 0
        ? names.Contains(dataSet.Name)
        : isQuick ? dataSet.Name == QuickDataSet : !dataSet.OnlyByName)];

    private static Option<int[]> CreateNumbers(string name, string description, IReadOnlyList<int> allowed) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var numbers = new List<int>();
            foreach (var token in result.Tokens)
            {
                if (int.TryParse(token.Value, out int number) && allowed.Contains(number))
                {
                    numbers.Add(number);
                }
                else
                {
                    result.AddError($"{name} is '{token.Value}'; it must be one of {string.Join(", ", allowed)}.");
                }
            }

            return [.. numbers];
        },
    };
}
