using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class TopNTransformerTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void The_best_rows_of_each_group_become_one_row()
    {
        var lists = Read(
            new TopNTransformer(Context, 2),
            [new(1, 5, 7, 0.5f), new(1, 5, 3, 0.9f), new(1, 5, 9, 0.7f), new(2, 5, 8, -1), new(3, 4, 1, 2), new(3, 4, 2, 3)]);
        Assert.Equal(["5 | 3 9 | 0.9 0.7", "5 | 8 0 | -1 NaN", "4 | 2 1 | 3 2"], lists);
    }

    [Fact]
    public void Of_equal_scores_the_earlier_row_is_better()
    {
        var lists = Read(new TopNTransformer(Context, 3), [new(1, 1, 9, 0), new(1, 1, 2, 0), new(1, 1, 5, 1), new(1, 1, 1, 0)]);
        Assert.Equal(["1 | 5 9 2 | 1 0 0"], lists);
    }

    [Fact]
    public void Missing_items_and_scores_are_left_out_but_not_the_group()
    {
        var lists = Read(new TopNTransformer(Context, 2), [new(1, 0, 0, 5), new(2, 1, 4, float.NaN), new(2, 1, 0, 8), new(2, 1, 6, -3)]);
        Assert.Equal(["0 | 0 0 | NaN NaN", "1 | 6 0 | -3 NaN"], lists);
    }

    [Fact]
    public void No_rows_give_no_rows() => Assert.Empty(Read(new TopNTransformer(Context, 2), []));

    [Fact]
    public void Each_column_can_be_read_alone()
    {
        var data = new TopNTransformer(Context, 1).Transform(Context.Data.LoadFromEnumerable<Row>([new(1, 5, 7, 0.5f), new(2, 4, 3, 0.9f)]));
        Assert.Equal(["7", "3"], TestPipeline.ReadRows(data, "Items"));
        Assert.Equal(["5", "4"], TestPipeline.ReadRows(data, "User"));
        Assert.Equal(["0.5", "0.9"], TestPipeline.ReadRows(data, "Scores"));
    }

    [Fact]
    public void Is_the_same_after_saving_and_loading()
    {
        var transformer = new TopNTransformer(Context, 3, "Who", "What", "How");
        var input = Context.Transforms.CopyColumns("Who", "User").Append(Context.Transforms.CopyColumns("What", "Item")).Append(Context.Transforms.CopyColumns("How", "Score"));
        var rows = Context.Data.LoadFromEnumerable<Row>([new(1, 5, 7, 0.5f), new(1, 5, 3, 0.9f)]);
        var data = input.Fit(rows).Transform(rows);
        var loaded = TestPipeline.SaveAndLoad(Context, transformer, data.Schema);
        Assert.Equal(["5 | 3 7 0 | 0.9 0.5 NaN"], TestPipeline.ReadRows(loaded.Transform(data), "Who", "Items", "Scores"));
        Assert.Equal(transformer.GetOutputSchema(data.Schema).ToString(), loaded.GetOutputSchema(data.Schema).ToString());
    }

    [Fact]
    public void What_is_wrong_is_told_at_once()
    {
        var rows = Context.Data.LoadFromEnumerable<Row>([new(1, 5, 7, 0.5f)]);
        Assert.Contains("no column 'Rating'", Assert.Throws<ArgumentException>(() => new TopNTransformer(Context, 1, scoreColumnName: "Rating").Transform(rows)).Message);
        Assert.Contains("must be a Single", Assert.Throws<ArgumentException>(() => new TopNTransformer(Context, 1, scoreColumnName: "Item").Transform(rows)).Message);
        Assert.Contains("'Score'", Assert.Throws<ArgumentException>(() => new TopNTransformer(Context, 1, userColumnName: "Score").Transform(rows)).Message);
        Assert.Contains("'Items'", Assert.Throws<ArgumentException>(() => new TopNTransformer(Context, 1, userColumnName: "Items")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopNTransformer(Context, 0));
    }

    private static List<string> Read(TopNTransformer transformer, Row[] rows)
    {
        var input = Context.Data.LoadFromEnumerable(rows);
        var data = transformer.Transform(input);
        Assert.Equal(transformer.GetOutputSchema(input.Schema).ToString(), data.Schema.ToString());
        return TestPipeline.ReadRows(data, "User", "Items", "Scores");
    }

    /// <summary>The arguments are keys, from 1 with 0 for missing; ML.NET takes one less from properties, and what is out of range is missing.</summary>
    private sealed class Row(uint group, uint user, uint item, float score)
    {
        [KeyType(1000)]
        public uint GroupId { get; set; } = unchecked(group - 1);

        [KeyType(10)]
        public uint User { get; set; } = unchecked(user - 1);

        [KeyType(10)]
        public uint Item { get; set; } = unchecked(item - 1);

        public float Score { get; set; } = score;
    }
}
