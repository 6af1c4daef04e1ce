namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ResultTableTests
{
    private static readonly double[] Low = [.. Enumerable.Range(0, 40).Select(user => user % 4 / 10.0)];
    private static readonly double[] High = [.. Low.Select((value, user) => value + 0.1 + user / 1000.0)];

    [Fact]
    public void A_cell_has_the_mean_and_the_deviation_of_a_sample()
    {
        Assert.Equal(new ResultCell { Mean = 4, Deviation = 2, Paper = 5 }, ResultCell.Of([2, 4, 6], 5));
        Assert.Equal(new ResultCell { Mean = 4 }, ResultCell.Of([4]));
    }

    [Fact]
    public void Cells_that_differ_from_the_reference_row_are_marked()
    {
        double[]?[,] values = { { Low, Low }, { High, Low }, { Low, null }, { null, null } };
        var table = Table(4).CompareWith(0, (row, column) => Compare(values[row, column], values[0, column]));
        Assert.Equal(("S0", 3), table.Reference);
        Assert.Equal(
            [Significance.None, Significance.None, Significance.Better, Significance.None, Significance.None, Significance.None, Significance.None, Significance.None],
            table.Rows.SelectMany(row => row.Cells).Select(cell => cell.Significance));
        Assert.Equal([0, 1, 10, 11, 20, 21, 30, 31], table.Rows.SelectMany(row => row.Cells).Select(cell => cell.Mean!.Value));
        Assert.Equal(Significance.Worse, Table(2).CompareWith(1, (row, column) => Compare(values[row, column], values[1, column])).Rows[0].Cells[0].Significance);
    }

    [Fact]
    public void The_correction_is_for_all_comparisons_of_the_table()
    {
        // Seven gains of different size: p = .018; too large once it is one of four.
        double[] zeros = new double[7];
        double[] gains = [1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(Significance.Better, Table(2).CompareWith(0, (row, column) => column == 0 ? Compare(gains, zeros) : null).Rows[1].Cells[0].Significance);
        Assert.Equal(Significance.None, Table(5).CompareWith(0, (row, column) => column == 0 ? Compare(row == 1 ? gains : zeros, zeros) : null).Rows[1].Cells[0].Significance);
    }

    private static SystemComparison? Compare(double[]? values, double[]? reference) => values is null || reference is null ? null : SystemComparison.Of((values, reference));

    private static ResultTable Table(int rows) => new()
    {
        Name = "table",
        Title = "Title",
        Columns = [new("A", "recall"), new("A", "NDCG")],
        Rows = [.. Enumerable.Range(0, rows).Select(row => new ResultRow("", $"S{row}", [.. Enumerable.Range(0, 2).Select(column => new ResultCell { Mean = row * 10 + column })]))],
    };
}
