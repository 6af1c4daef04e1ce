namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Makes the tables of the results of runs.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results.</param>
internal sealed class ReproductionTables(ReproductionOptions options, RunResults results)
{
    private const string Competitors = "compared system";
    private const string OwnSpaces = "own space alone";
    private const string Paper = "the paper's method";
    private const string Default = "default preset";

    /// <summary>Table 2 or 3, the ablation, by some settings.</summary>
    public ResultTable CreateAblation(int table, string settings)
    {
        var dataSets = Select(table);
        var columns = dataSets.SelectMany(dataSet => RunMetric.Tested.Select(metric => (DataSet: dataSet, Metric: metric))).ToArray();
        return new ResultTable
        {
            Name = $"table-{table}-{settings}",
            Title = $"Table {table}: the paper's spaces and attention, settings {(settings == RunResult.Printed ? "as printed" : "tuned")}",
            Note = $"{Describe(dataSets)} {DescribeSeeds(dataSets, Ablation.All, GetIdentity)} K = {EvaluationProtocol.PaperSearchedClusters} clusters are searched: of GD, but for GP and LP, which stand on GP; "
                + $"M is {string.Join(", ", dataSets.Select(dataSet => $"{dataSet.Clusters} on {dataSet.Title}"))}. {DescribeSettings(settings, dataSets.SelectMany(dataSet => results.Find(GetIdentity(dataSet, "GP"))))}"
                + DescribeFailures(dataSets, leaveOneOut: false, [.. Ablation.All]),
            RowTitle = "Representation",
            Columns = [.. columns.Select(column => new ResultColumn(GetGroup(column.DataSet), column.Metric.Title))],
            Rows = [.. Ablation.All.Select(name => new ResultRow("", name, [.. columns.Select(column =>
                results.GetCell(GetIdentity(column.DataSet, name), column.Metric, PaperNumbers.Ablation(column.DataSet.Name, name, column.Metric.Name)))]))],
        }.CompareWith(Ablation.All.Count - 1, (row, column) => results.GetUsers(GetIdentity(columns[column].DataSet, Ablation.All[row]), columns[column].Metric));

        RunIdentity GetIdentity(ReproductionDataSet dataSet, string name) => new(dataSet.Name, name, settings, GetAblationProtocol(dataSet));
    }

    /// <summary>Table 4 or 5, the systems.</summary>
    public ResultTable CreateSystems(int table)
    {
        var dataSets = Select(table);
        var rows = CreateSystemRows();
        var columns = dataSets.SelectMany(dataSet => RunMetric.All.Select(metric => (DataSet: dataSet, Metric: metric))).ToArray();
        return new ResultTable
        {
            Name = $"table-{table}",
            Title = $"Table {table}: the systems",
            Note = $"{Describe(dataSets)} {DescribeSeeds(dataSets, rows, GetIdentity)} Every system searches all items, AD and AP too. A system chooses of its grid by a tenth of every user's training interactions, "
                + $"at most {options.Trials} points{DescribeSmallerBudgets(dataSets, rows, GetIdentity)}, and is then trained again on all of them; the test is read once, at the end. AD and AP keep the tenth, which their attention is trained on. "
                + "The default preset and its spaces search as they do for everyone, without that limit."
                + DescribeFailures(dataSets, leaveOneOut: false, [.. rows.Select(row => row.System)]),
            RowGroupTitle = "Kind",
            Columns = [.. columns.Select(column => new ResultColumn(GetGroup(column.DataSet), column.Metric.Title, MarkBest: column.Metric.OfUser is not null))],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.System, [.. columns.Select(column => results.GetCell(
                GetIdentity(column.DataSet, row),
                column.Metric,
                row.Settings == RunResult.Printed || row.Group == Competitors ? PaperNumbers.Systems(column.DataSet.Name, row.System, column.Metric.Name) : null))]))],
        }.CompareWith(rows.Count - 1, (row, column) => results.GetUsers(GetIdentity(columns[column].DataSet, rows[row]), columns[column].Metric));
    }

    /// <summary>What each system of table 4 or 5 chose, of what, and how long it took.</summary>
    public ResultTable CreateChoices(int table)
    {
        var dataSets = Select(table);
        var rows = CreateSystemRows();
        return new ResultTable
        {
            Name = $"table-{table}-choices",
            Title = $"Table {table}, the search: what was tried and chosen",
            Note = "Points of several seeds are separated by slashes where they differ. Seconds are processor time, over all threads: of the search and the training together, and of the evaluation.",
            RowGroupTitle = "Kind",
            Columns =
            [
                new ResultColumn("", "Grid", MarkBest: false),
                .. dataSets.SelectMany(dataSet => new[]
                {
                    new ResultColumn(dataSet.Title, "Tried", 0, MarkBest: false),
                    new ResultColumn(dataSet.Title, "Chosen", MarkBest: false),
                    new ResultColumn(dataSet.Title, "Training, s", 1, MarkBest: false),
                    new ResultColumn(dataSet.Title, "Evaluation, s", 1, MarkBest: false),
                }),
            ],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.System,
            [
                new ResultCell { Text = string.Join("; ", dataSets.SelectMany(dataSet => results.Find(GetIdentity(dataSet, row))).MaxBy(result => result.Grid.Count)?.Grid ?? []) },
                .. dataSets.SelectMany(dataSet =>
                {
                    var found = results.Find(GetIdentity(dataSet, row));
                    return found.Count == 0 ? Enumerable.Repeat(new ResultCell { Text = "n/a" }, 4) :
                    [
                        found[0].TrialCount > 0 ? ResultCell.Of([.. found.Select(result => (double)result.TrialCount)]) with { Deviation = null } : ResultCell.Empty,
                        new ResultCell { Text = string.Join(" / ", found.Select(result => result.Point).Distinct()) },
                        ResultCell.Of([.. found.Select(result => result.TrainingSeconds)]),
                        ResultCell.Of([.. found.Select(result => result.EvaluationSeconds)]),
                    ];
                }),
            ]))],
        };
    }

    /// <summary>Table 6, leave-one-out.</summary>
    public ResultTable CreateLeaveOneOut()
    {
        var dataSets = Select(6);
        var rows = CreateSystemRows();
        int?[] dimensions = [.. options.Dimensions, null];
        var columns = (
            from dataSet in dataSets
            from dimension in dimensions
            from metric in RunMetric.OfLeaveOneOut
            select (DataSet: dataSet, Dimension: dimension, Metric: metric)).ToArray();
        return new ResultTable
        {
            Name = "table-6",
            Title = "Table 6: leave-one-out",
            Note = $"Hit rate and NDCG at {EvaluationProtocol.LeaveOneOutTopN}. {string.Join(" ", dataSets.Select(dataSet => $"{dataSet.Title}: {dataSet.LeaveOneOut}."))} {DescribeSeeds(dataSets, rows, IdentifyLargest)} "
                + $"AD and AP are trained for each dimension d; the other systems choose by validation, d with the rest, of at most {options.Trials} points{DescribeSmallerBudgets(dataSets, rows, IdentifyLargest)}."
                + DescribeFailures(dataSets, leaveOneOut: true, [.. rows.Select(row => row.System)]),
            RowGroupTitle = "Kind",
            Columns = [.. columns.Select(column => new ResultColumn(column.DataSet.Title, $"{column.Metric.Title}, {(column.Dimension is { } dimension ? $"d = {dimension}" : "chosen")}"))],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.System, [.. columns.Select(column => CreateCell(row, column.DataSet, column.Dimension, column.Metric))]))],
        }.CompareWith(rows.Count - 1, (row, column) => results.GetUsers(Identify(rows[row], columns[column].DataSet, row == rows.Count - 1 ? null : columns[column].Dimension), columns[column].Metric));

        RunIdentity IdentifyLargest(ReproductionDataSet dataSet, SystemRow row) => Identify(row, dataSet, Ablation.Fused.Contains(row.System) ? options.Dimensions[^1] : null);

        static RunIdentity Identify(SystemRow row, ReproductionDataSet dataSet, int? dimension) => new(dataSet.Name, row.System, row.Settings, EvaluationProtocol.OneAmongNegatives, dimension);

        ResultCell CreateCell(SystemRow row, ReproductionDataSet dataSet, int? dimension, RunMetric metric)
        {
            double? paper = dimension is { } printed && (row.Settings == RunResult.Printed || row.Group == Competitors)
                ? PaperNumbers.LeaveOneOut(dataSet.Name, row.System, printed, metric.Name)
                : null;
            bool applies = Ablation.Fused.Contains(row.System) == dimension is not null;
            return applies
                ? results.GetCell(Identify(row, dataSet, dimension), metric, paper)
                : paper is null ? ResultCell.Empty : new ResultCell { Paper = paper };
        }
    }

    /// <summary>How the representations are evaluated in tables 2 and 3.</summary>
    public static EvaluationProtocol GetAblationProtocol(ReproductionDataSet dataSet) => new(dataSet.TopN, dataSet.Clusters, EvaluationProtocol.PaperSearchedClusters);

    private static RunIdentity GetIdentity(ReproductionDataSet dataSet, SystemRow row) => new(dataSet.Name, row.System, row.Settings, new EvaluationProtocol(dataSet.TopN));

    private static string GetGroup(ReproductionDataSet dataSet) => $"{dataSet.Title}, N = {dataSet.TopN}";

    /// <summary>The systems, the default preset last: it is what all are compared with.</summary>
    private List<SystemRow> CreateSystemRows() =>
    [
        .. options.Competitors.OrderBy(competitor => competitor.IsOwn)
            .Select(competitor => new SystemRow(competitor.IsOwn ? OwnSpaces : Competitors, competitor.Name, RunResult.Tuned)),
        .. from settings in new[] { RunResult.Printed, RunResult.Tuned }
           from name in Ablation.Fused
           select new SystemRow($"{Paper}, {(settings == RunResult.Printed ? "as printed" : "tuned")}", name, settings),
        new SystemRow(Default, DefaultPresetJob.Name, RunResult.Tuned),
    ];

    private ReproductionDataSet[] Select(int table) => [.. options.DataSets.Where(dataSet => ReproductionPlan.IsInTable(dataSet, table))];

    private static string Describe(IEnumerable<ReproductionDataSet> dataSets) => string.Join(" ", dataSets.Select(dataSet => $"{dataSet.Title}: {dataSet.Split}."));

    private string DescribeSeeds<T>(IReadOnlyList<ReproductionDataSet> dataSets, IReadOnlyList<T> rows, Func<ReproductionDataSet, T, RunIdentity> identify) => SeedNote.Describe(options.Seeds,
        from dataSet in dataSets
        from row in rows
        let identity = identify(dataSet, row)
        select (dataSet.Title, identity.System, results.Find(identity).Count));

    /// <summary>Which of the compared systems have runs of fewer points only, as the rest of a sentence; nothing where none has.</summary>
    private string DescribeSmallerBudgets(IReadOnlyList<ReproductionDataSet> dataSets, IReadOnlyList<SystemRow> rows, Func<ReproductionDataSet, SystemRow, RunIdentity> identify)
    {
        var points = options.Competitors.ToDictionary(competitor => competitor.Name, competitor => competitor.Grid.Count);
        string[] smaller =
        [
            .. from dataSet in dataSets
               from row in rows
               where row.Group == Competitors
               let tried = results.Find(identify(dataSet, row)) is [var first, ..] ? first.Grid.Count : points[row.System]
               where tried < points[row.System]
               group row.System by (DataSet: dataSet.Title, Tried: tried) into systems
               select $"{systems.Key.Tried} on {systems.Key.DataSet} of {string.Join(", ", systems)}",
        ];
        return smaller.Length == 0 ? "" : $" (but {string.Join("; ", smaller)})";
    }

    private static string DescribeSettings(string settings, IEnumerable<RunResult> searched)
    {
        if (settings == RunResult.Printed)
        {
            return "Settings as printed: learning rate 0.00017, no scale.";
        }

        int points = searched.Select(result => result.TrialCount).DefaultIfEmpty().Max();
        return $"Tuned: learning rate and scale are chosen by validation for GD, GP and each attention{(points > 0 ? $", of at most {points} points" : "")}; LD takes GD's, LP GP's.";
    }

    private string DescribeFailures(IEnumerable<ReproductionDataSet> dataSets, bool leaveOneOut, HashSet<string> systems)
    {
        var names = dataSets.ToDictionary(dataSet => dataSet.Name, dataSet => dataSet.Title);
        var reasons = results.Failures
            .Where(failure => names.ContainsKey(failure.DataSet) && failure.Protocol.LeaveOneOut == leaveOneOut && (systems.Contains(failure.System) || failure.System == AblationJob.Name))
            .GroupBy(failure => (DataSet: names[failure.DataSet], failure.Failure))
            .Select(group => $"{group.Key.DataSet}, {string.Join(", ", group.Select(failure => failure.System).Distinct())}: {group.Key.Failure}")
            .ToArray();
        return reasons.Length == 0 ? "" : $" Not available: {string.Join(" ", reasons)}";
    }

    private sealed record SystemRow(string Group, string System, string Settings);
}
