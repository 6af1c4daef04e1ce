namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Makes tables of what systems tried and chose, and how long it took.</summary>
/// <param name="results">The results.</param>
internal sealed class ChoicesTable(RunResults results)
{
    /// <summary>Makes the table that goes with another.</summary>
    /// <param name="table">The name of the other table.</param>
    /// <param name="title">What the other table is called.</param>
    /// <param name="dataSets">The data sets.</param>
    /// <param name="rows">The rows; a row without a result is n/a.</param>
    /// <param name="notes">What else is to be said.</param>
    public ResultTable Create(string table, string title, IReadOnlyList<ReproductionDataSet> dataSets, IReadOnlyList<ChoicesRow> rows, params IReadOnlyList<string> notes) => new()
    {
        Name = $"{table}-choices",
        Title = $"{title}, the search: what was tried and chosen",
        Notes =
        [
            "Points of several seeds are separated by slashes where they differ.",
            "Seconds are processor time, over all threads: of the search and the training together, and of the evaluation.",
            .. notes,
        ],
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
        Rows = [.. rows.Select(row => new ResultRow(row.Group, row.Title, [CreateGrid(dataSets.SelectMany(dataSet => Find(row, dataSet))), .. dataSets.SelectMany(dataSet => CreateCells(Find(row, dataSet)))]))],
    };

    private RunResult[] Find(ChoicesRow row, ReproductionDataSet dataSet) => [.. row.Identify(dataSet).SelectMany(results.Find)];

    private static ResultCell CreateGrid(IEnumerable<RunResult> found) => new() { Text = string.Join("; ", found.MaxBy(result => result.Grid.Count)?.Grid ?? []) };

    private static IEnumerable<ResultCell> CreateCells(RunResult[] found) => found.Length == 0 ? Enumerable.Repeat(new ResultCell { Text = "n/a" }, 4) :
    [
        found[0].TrialCount > 0 ? ResultCell.Of([.. found.Select(result => (double)result.TrialCount)]) with { Deviation = null } : ResultCell.Empty,
        new ResultCell { Text = string.Join(" / ", found.Select(result => result.Point).Distinct()) },
        ResultCell.Of([.. found.Select(result => result.TrainingSeconds)]),
        found.All(result => result.EvaluationSeconds == 0) ? ResultCell.Empty : ResultCell.Of([.. found.Select(result => result.EvaluationSeconds)]),
    ];
}

/// <summary>A row of a <see cref="ChoicesTable"/>.</summary>
/// <param name="Group">What kind it is of; may be empty.</param>
/// <param name="Title">What it is of.</param>
/// <param name="Identify">Its results on a data set.</param>
internal sealed record ChoicesRow(string Group, string Title, Func<ReproductionDataSet, IEnumerable<RunIdentity>> Identify);
