namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A table of results. <see cref="ResultTableWriter"/> writes it.</summary>
internal sealed record ResultTable
{
    /// <summary>The name of its files, without extension, such as <c>table-2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>How it was obtained: points of a sentence or some each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the rows are, such as <c>System</c>.</summary>
    public string RowTitle { get; init; } = "System";

    /// <summary>What the groups of rows are, such as <c>Settings</c>; read when a row has a group.</summary>
    public string RowGroupTitle { get; init; } = "Settings";

    /// <summary>The columns. Those of one group, such as a data set, follow one another.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<ResultRow> Rows { get; init; }

    /// <summary>The row that others were compared with, and the number of comparisons; set by <see cref="CompareWith"/>.</summary>
    public (string Row, int Comparisons)? Reference { get; private init; }

    /// <summary>
    /// Compares every row with a reference row, column by column, user by user (<see cref="SystemComparison"/>), corrects for the number of comparisons in the
    /// whole table, and marks the cells that differ.
    /// </summary>
    /// <param name="reference">The index of the row to compare with.</param>
    /// <param name="compare">Compares by the indices of row and column a row with the reference; null where there is nothing to compare.</param>
    public ResultTable CompareWith(int reference, Func<int, int, SystemComparison?> compare)
    {
        var comparisons = (
            from column in Enumerable.Range(0, Columns.Count)
            from row in Enumerable.Range(0, Rows.Count)
            where row != reference
            let comparison = compare(row, column)
            where comparison is not null
            select (Row: row, Column: column, Comparison: comparison)).ToArray();
        var cells = Rows.Select(row => row.Cells.ToArray()).ToArray();
        foreach (var ((row, column, comparison), pValue) in comparisons.Zip(PairedTest.Holm([.. comparisons.Select(single => single.Comparison.Test.PValue)])))
        {
            cells[row][column] = cells[row][column] with { Significance = comparison.Judge(pValue) };
        }

        string name = Rows[reference].Group.Length == 0 ? Rows[reference].Title : $"{Rows[reference].Title} ({Rows[reference].Group})";
        return this with { Rows = [.. Rows.Zip(cells, (row, marked) => row with { Cells = marked })], Reference = (name, comparisons.Length) };
    }
}

/// <summary>A column.</summary>
/// <param name="Group">What it is of, such as a data set; may be empty.</param>
/// <param name="Title">What it holds, such as a metric.</param>
/// <param name="Decimals">How many decimal places are shown.</param>
/// <param name="MarkBest">Whether its largest mean is set in bold.</param>
internal sealed record ResultColumn(string Group, string Title, int Decimals = 4, bool MarkBest = true);

/// <summary>A row.</summary>
/// <param name="Group">What kind it is of, such as the settings; may be empty.</param>
/// <param name="Title">What it is of, such as a system.</param>
/// <param name="Cells">A cell for each column of the table.</param>
internal sealed record ResultRow(string Group, string Title, IReadOnlyList<ResultCell> Cells);

/// <summary>A cell: a mean over the seeds and what is beside it, or a text.</summary>
internal sealed record ResultCell
{
    /// <summary>A cell without anything in it.</summary>
    public static ResultCell Empty { get; } = new();

    /// <summary>The mean over the seeds, or null where there is none.</summary>
    public double? Mean { get; init; }

    /// <summary>The standard deviation over the seeds, or null where there is one seed.</summary>
    public double? Deviation { get; init; }

    /// <summary>The number that the paper prints, or null where it prints none.</summary>
    public double? Paper { get; init; }

    /// <summary>How it compares with the reference of its table.</summary>
    public Significance Significance { get; init; }

    /// <summary>What stands there when there is no mean, such as <c>n/a</c>; else empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The mean and the standard deviation (with n - 1) of the values of the seeds.</summary>
    /// <param name="values">A value per seed, at least one.</param>
    /// <param name="paper">The paper's number.</param>
    public static ResultCell Of(IReadOnlyCollection<double> values, double? paper = null)
    {
        double mean = values.Average();
        return new ResultCell
        {
            Mean = mean,
            Deviation = values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) : null,
            Paper = paper,
        };
    }
}
