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
        var compared = new ResultTable
        {
            Name = $"table-{table}-{settings}",
            Title = $"Table {table}: the paper's spaces and attention, settings {RunResult.Describe(settings)}",
            Notes =
            [
                .. DescribeData(table, dataSets, dataSet => dataSet.Split),
                DescribeSeeds(dataSets, Ablation.All, (dataSet, name) => [IdentifyAblation(dataSet, name, settings)]),
                $"K = {EvaluationProtocol.PaperSearchedClusters} clusters are searched: of GD, but for GP and LP, which stand on GP; M is {string.Join(", ", dataSets.Select(dataSet => $"{dataSet.Clusters} on {dataSet.Title}"))}.",
                DescribeSettings(settings, dataSets.SelectMany(dataSet => results.Find(IdentifyAblation(dataSet, "GP", settings)))),
                .. DescribeFailures(dataSets, leaveOneOut: false, [.. Ablation.All], settings),
            ],
            RowTitle = "Representation",
            Columns = [.. columns.Select(column => new ResultColumn(GetGroup(column.DataSet), column.Metric.Title))],
            Rows = [.. Ablation.All.Select(name => new ResultRow("", name, [.. columns.Select(column =>
                results.GetCell(IdentifyAblation(column.DataSet, name, settings), column.Metric, PaperNumbers.Ablation(column.DataSet.Name, name, column.Metric.Name)))]))],
        }.CompareWith(Ablation.All.Count - 1, (row, column) =>
            results.Compare(IdentifyAblation(columns[column].DataSet, Ablation.All[row], settings), IdentifyAblation(columns[column].DataSet, Ablation.All[^1], settings), columns[column].Metric));
        return WithReplaced(compared, table, from metric in RunMetric.Tested select (metric.Title, (Func<string, int, double?>)((dataSet, row) => PaperNumbers.Ablation(dataSet, Ablation.All[row], metric.Name))));
    }

    /// <summary>Table 4 or 5, the systems.</summary>
    public ResultTable CreateSystems(int table)
    {
        var dataSets = Select(table);
        var rows = CreateSystemRows();
        var columns = dataSets.SelectMany(dataSet => RunMetric.All.Select(metric => (DataSet: dataSet, Metric: metric))).ToArray();
        var compared = new ResultTable
        {
            Name = $"table-{table}",
            Title = $"Table {table}: the systems",
            Notes =
            [
                .. DescribeData(table, dataSets, dataSet => dataSet.Split),
                DescribeSeeds(dataSets, rows, (dataSet, row) => [IdentifySystem(dataSet, row)]),
                "Every system searches all items, AD and AP too.",
                $"A system chooses of its grid by a tenth of every user's training interactions, at most {options.Trials} points{DescribeSmallerBudgets(dataSets, rows, IdentifySystem)}, and is then trained again on all of them; the test is read once, at the end.",
                "AD and AP keep the tenth, which their attention is trained on.",
                "The default preset and its spaces search as they do for everyone, without that limit.",
                .. DescribeFailures(dataSets, leaveOneOut: false, [.. rows.Select(row => row.System)]),
            ],
            RowGroupTitle = "Kind",
            Columns = [.. columns.Select(column => new ResultColumn(GetGroup(column.DataSet), column.Metric.Title, MarkBest: column.Metric.OfUser is not null))],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.System, [.. columns.Select(column => results.GetCell(
                IdentifySystem(column.DataSet, row),
                column.Metric,
                IsInPaper(row) ? PaperNumbers.Systems(column.DataSet.Name, row.System, column.Metric.Name) : null))]))],
        }.CompareWith(rows.Count - 1, (row, column) =>
            results.Compare(IdentifySystem(columns[column].DataSet, rows[row]), IdentifySystem(columns[column].DataSet, rows[^1]), columns[column].Metric));
        return WithReplaced(
            compared,
            table,
            from metric in RunMetric.All select (metric.Title, (Func<string, int, double?>)((dataSet, row) => IsInPaper(rows[row]) ? PaperNumbers.Systems(dataSet, rows[row].System, metric.Name) : null)));
    }

    /// <summary>What each row of a table chose, of what, and how long it took.</summary>
    public ResultTable CreateChoices(int table) => new ChoicesTable(results).Create($"table-{table}", $"Table {table}", Select(table),
    [
        .. table is 2 or 3
            ? from settings in RunResult.AllSettings
              from name in Ablation.All
              select new ChoicesRow(RunResult.Describe(settings), name, dataSet => [IdentifyAblation(dataSet, name, settings)])
            : from row in CreateSystemRows()
              select new ChoicesRow(row.Group, row.System, dataSet => table == 6 ? IdentifyLeaveOneOut(dataSet, row) : [IdentifySystem(dataSet, row)]),
    ]);

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
        var compared = new ResultTable
        {
            Name = "table-6",
            Title = "Table 6: leave-one-out",
            Notes =
            [
                $"Hit rate and NDCG at {EvaluationProtocol.LeaveOneOutTopN}.",
                .. DescribeData(6, dataSets, dataSet => dataSet.LeaveOneOut),
                DescribeSeeds(dataSets, rows, IdentifyLeaveOneOut),
                "AD and AP are trained for each dimension d, on nine tenths of every user's training interactions, and their attention on the rest.",
                $"The other systems choose by that rest, d with everything else, and are then trained again on all: of at most {options.Trials} points{DescribeSmallerBudgets(dataSets, rows, (dataSet, row) => IdentifyLeaveOneOut(dataSet, row, null))}.",
                .. DescribeFailures(dataSets, leaveOneOut: true, [.. rows.Select(row => row.System)]),
            ],
            RowGroupTitle = "Kind",
            Columns = [.. columns.Select(column => new ResultColumn(column.DataSet.Title, DescribeColumn(column.Metric, column.Dimension)))],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.System, [.. columns.Select(column => CreateCell(row, column.DataSet, column.Dimension, column.Metric))]))],
        }.CompareWith(rows.Count - 1, (row, column) =>
            results.Compare(IdentifyLeaveOneOut(columns[column].DataSet, rows[row], columns[column].Dimension), IdentifyLeaveOneOut(columns[column].DataSet, rows[^1], null), columns[column].Metric));
        return WithReplaced(
            compared,
            6,
            from dimension in options.Dimensions
            from metric in RunMetric.OfLeaveOneOut
            select (
                DescribeColumn(metric, dimension),
                (Func<string, int, double?>)((dataSet, row) => IsInPaper(rows[row]) ? PaperNumbers.LeaveOneOut(dataSet, rows[row].System, dimension, metric.Name) : null)));

        ResultCell CreateCell(SystemRow row, ReproductionDataSet dataSet, int? dimension, RunMetric metric)
        {
            double? paper = dimension is { } printed && IsInPaper(row) ? PaperNumbers.LeaveOneOut(dataSet.Name, row.System, printed, metric.Name) : null;
            bool applies = Ablation.Fused.Contains(row.System) == dimension is not null;
            return applies
                ? results.GetCell(IdentifyLeaveOneOut(dataSet, row, dimension), metric, paper)
                : paper is null ? ResultCell.Empty : new ResultCell { Paper = paper };
        }
    }

    /// <summary>How the representations are evaluated in tables 2 and 3.</summary>
    public static EvaluationProtocol GetAblationProtocol(ReproductionDataSet dataSet) => new(dataSet.TopN, dataSet.Clusters, EvaluationProtocol.PaperSearchedClusters);

    private static RunIdentity IdentifyAblation(ReproductionDataSet dataSet, string name, string settings) => new(dataSet.Name, name, settings, GetAblationProtocol(dataSet));

    private static RunIdentity IdentifySystem(ReproductionDataSet dataSet, SystemRow row) => new(dataSet.Name, row.System, row.Settings, new EvaluationProtocol(dataSet.TopN));

    private static RunIdentity IdentifyLeaveOneOut(ReproductionDataSet dataSet, SystemRow row, int? dimension) => new(dataSet.Name, row.System, row.Settings, EvaluationProtocol.OneAmongNegatives, dimension);

    /// <summary>The results of a row of table 6: of AD and AP for each dimension.</summary>
    private IEnumerable<RunIdentity> IdentifyLeaveOneOut(ReproductionDataSet dataSet, SystemRow row) =>
        Ablation.Fused.Contains(row.System) ? options.Dimensions.Select(dimension => IdentifyLeaveOneOut(dataSet, row, dimension)) : [IdentifyLeaveOneOut(dataSet, row, null)];

    private static string GetGroup(ReproductionDataSet dataSet) => $"{dataSet.Title}, N = {dataSet.TopN}";

    /// <summary>The systems, the default preset last: it is what all are compared with.</summary>
    private List<SystemRow> CreateSystemRows() =>
    [
        .. options.Competitors.OrderBy(competitor => competitor.IsOwn)
            .Select(competitor => new SystemRow(competitor.IsOwn ? OwnSpaces : Competitors, competitor.Name, RunResult.Tuned)),
        .. from settings in RunResult.AllSettings
           from name in Ablation.Fused
           select new SystemRow($"{Paper}, {RunResult.Describe(settings)}", name, settings),
        new SystemRow(Default, DefaultPresetJob.Name, RunResult.Tuned),
    ];

    /// <summary>Adds the paper's numbers on the data sets that others take the place of.</summary>
    /// <param name="table">The table.</param>
    /// <param name="number">Its number.</param>
    /// <param name="columns">The columns: a title, and the paper's number by the name of the data set and the index of the row.</param>
    private static ResultTable WithReplaced(ResultTable table, int number, IEnumerable<(string Title, Func<string, int, double?> Find)> columns)
    {
        var added = (
            from dataSet in PaperNumbers.GetReplaced(number)
            from column in columns
            let cells = Enumerable.Range(0, table.Rows.Count).Select(row => column.Find(dataSet.Name, row) is { } paper ? new ResultCell { Paper = paper } : ResultCell.Empty).ToArray()
            where cells.Any(cell => cell != ResultCell.Empty)
            select (Column: new ResultColumn($"{dataSet.Title}: the paper's numbers", column.Title), Cells: cells)).ToArray();
        return table with
        {
            Columns = [.. table.Columns, .. added.Select(column => column.Column)],
            Rows = [.. table.Rows.Select((row, index) => row with { Cells = [.. row.Cells, .. added.Select(column => column.Cells[index])] })],
        };
    }

    /// <summary>What of the paper's data is replaced in a table, and what each data set's test is.</summary>
    private static IEnumerable<string> DescribeData(int table, IEnumerable<ReproductionDataSet> dataSets, Func<ReproductionDataSet, string?> describeTest)
    {
        if (PaperNumbers.GetReplaced(table) is { Count: > 0 } replaced)
        {
            yield return $"Of the paper's data sets {string.Join(" and ", replaced.Select(dataSet => dataSet.Title))} were not at hand; other data takes their place, and the paper's numbers stand alone.";
        }

        foreach (var dataSet in dataSets)
        {
            yield return $"{dataSet.Title}: {describeTest(dataSet)}.";
        }
    }

    private static string DescribeColumn(RunMetric metric, int? dimension) => $"{metric.Title}, {(dimension is null ? "chosen" : $"d = {dimension}")}";

    private ReproductionDataSet[] Select(int table) => [.. options.DataSets.Where(dataSet => ReproductionPlan.IsInTable(dataSet, table))];

    private string DescribeSeeds<T>(IReadOnlyList<ReproductionDataSet> dataSets, IReadOnlyList<T> rows, Func<ReproductionDataSet, T, IEnumerable<RunIdentity>> identify) => SeedNote.Describe(options.Seeds,
        from dataSet in dataSets
        from row in rows
        from identity in identify(dataSet, row)
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

    private static bool IsInPaper(SystemRow row) => row.Settings == RunResult.Printed || row.Group == Competitors;

    private static string DescribeSettings(string settings, IEnumerable<RunResult> searched)
    {
        if (settings == RunResult.Printed)
        {
            return "Settings as printed: learning rate 0.00017, no scale.";
        }

        int points = searched.Select(result => result.TrialCount).DefaultIfEmpty().Max();
        return $"Tuned: learning rate and scale are chosen by validation for GD, GP and each attention{(points > 0 ? $", of at most {points} points" : "")}; LD takes GD's, LP GP's.";
    }

    private IEnumerable<string> DescribeFailures(IEnumerable<ReproductionDataSet> dataSets, bool leaveOneOut, HashSet<string> systems, string? settings = null)
    {
        var names = dataSets.ToDictionary(dataSet => dataSet.Name, dataSet => dataSet.Title);
        return results.Failures
            .Where(failure => names.ContainsKey(failure.DataSet) && failure.Protocol.LeaveOneOut == leaveOneOut && (settings is null || failure.Settings == settings) && (systems.Contains(failure.System) || failure.System == AblationJob.Name))
            .GroupBy(failure => (DataSet: names[failure.DataSet], failure.Failure))
            .Select(group => $"Not available on {group.Key.DataSet}: {string.Join(", ", group.Select(failure => failure.System).Distinct())}, because: {group.Key.Failure}");
    }

    private sealed record SystemRow(string Group, string System, string Settings);
}
