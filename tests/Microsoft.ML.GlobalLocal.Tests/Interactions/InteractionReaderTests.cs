using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class InteractionReaderTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Reads_rows_merges_repeated_ones_and_skips_missing_ones()
    {
        Row[] rows = [new("b", "y"), new("a", "x"), new("b", "y"), new("b", "x"), new("", "x"), new("a", "")];
        var data = InteractionReader.Read(Context, Map(rows));
        Assert.Equal(["b", "a"], data.Users.Ids.ToArray());
        Assert.Equal(["y", "x"], data.Items.Ids.ToArray());
        Assert.Equal([0, 1], data.Interactions.GetItems(0).ToArray());
        Assert.Equal([1], data.Interactions.GetItems(1).ToArray());
        Assert.Equal(1, data.Duplicates);
        Assert.Equal(2, data.Missing);
    }

    [Fact]
    public void Says_in_the_log_what_was_read()
    {
        var context = new MLContext(seed: 1);
        var lines = new List<string>();
        context.Log += (_, line) => lines.Add(line.Message);
        InteractionReader.Read(context, Map([new("b", "y"), new("a", "x"), new("b", "y")]));
        Assert.Contains(lines, line => line.Contains("2 interactions of 2 users with 2 items; 1 repeated rows merged, 0 rows without a user or an item skipped"));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    public void Other_key_values_than_text_are_written_in_the_invariant_culture(string culture)
    {
        var previous = Thread.CurrentThread.CurrentCulture;
        Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo(culture);
        try
        {
            var view = Context.Data.LoadFromEnumerable([new { User = 1.5, Item = -7 }, new { User = 2.5, Item = 1000000 }]);
            var data = InteractionReader.Read(Context, Map(view));
            Assert.Equal(["1.5", "2.5"], data.Users.Ids.ToArray());
            Assert.Equal(["-7", "1000000"], data.Items.Ids.ToArray());
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = previous;
        }
    }

    [Fact]
    public void Keys_without_values_are_named_by_their_numbers()
    {
        // ML.NET counts the keys of such a class from 0.
        var view = Context.Data.LoadFromEnumerable([new Bare { User = 2, Item = 199 }, new Bare { User = 0, Item = 0 }]);
        var data = InteractionReader.Read(Context, view);
        Assert.Equal(["1", "2", "3"], data.Users.Ids.ToArray());
        Assert.Equal("200", data.Items[199]);
        Assert.True(data.Interactions.Contains(2, 199));
        Assert.True(data.Interactions.Contains(0, 0));
    }

    [Fact]
    public void Ids_of_any_text_are_kept()
    {
        string longest = new('x', 1000);
        Row[] rows = [new("a b", "\"quoted\""), new("Ünï côdé 日本", longest), new("a b", "tab\there")];
        var data = InteractionReader.Read(Context, Map(rows));
        Assert.Equal(["a b", "Ünï côdé 日本"], data.Users.Ids.ToArray());
        Assert.Equal(["\"quoted\"", longest, "tab\there"], data.Items.Ids.ToArray());
    }

    [Fact]
    public void A_missing_column_is_told() =>
        AssertError(Map([new("a", "x"), new("b", "y")]), new InteractionColumns("User", "Song"), "no column 'Song'; it has 'User'");

    [Fact]
    public void A_text_column_is_told() =>
        AssertError(Context.Data.LoadFromEnumerable([new Row("a", "x")]), new InteractionColumns(), "Column 'User' has type 'String', but a key is expected. Append MapValueToKey(\"User\")");

    [Fact]
    public void One_user_is_too_few() =>
        AssertError(Map([new("a", "x"), new("a", "y")]), new InteractionColumns(), "Column 'User' holds one value in all 2 rows; at least two users");

    [Fact]
    public void One_item_is_too_few() =>
        AssertError(Map([new("a", "x"), new("b", "x")]), new InteractionColumns(), "Column 'Item' holds one value in all 2 rows; at least two items");

    [Fact]
    public void No_rows_are_told() =>
        AssertError(Context.Data.FilterRowsByMissingValues(Map(Context.Data.LoadFromEnumerable([new { User = "a", Item = "x", Gone = float.NaN }])), "Gone"), new InteractionColumns(), "The data has no rows");

    [Fact]
    public void Rows_without_ids_are_told() =>
        AssertError(Map([new("a", ""), new("", "x")]), new InteractionColumns(), "The data has 2 rows, but none with both a user and an item");

    [Fact]
    public void One_column_for_both_is_an_error() => Assert.Throws<ArgumentException>(() => new InteractionColumns("Id", "Id"));

    private static void AssertError(IDataView data, InteractionColumns columns, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => InteractionReader.Read(Context, data, columns)).Message);

    private static IDataView Map(Row[] rows) => Map(Context.Data.LoadFromEnumerable(rows));

    private static IDataView Map(IDataView view) => Context.Transforms.Conversion.MapValueToKey("User")
        .Append(Context.Transforms.Conversion.MapValueToKey("Item")).Fit(view).Transform(view);

    private sealed record Row(string User, string Item);

    private sealed class Bare
    {
        [KeyType(3)]
        public byte User { get; set; }

        [KeyType(200)]
        public ulong Item { get; set; }
    }
}
