using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public sealed class InteractionLoaderTests : IDisposable
{
    private readonly MLContext _mlContext = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("user\titem\nann\ttea\nbob\tmilk\n")]
    [InlineData("user,item\r\nann,tea\r\nbob,milk")]
    [InlineData("item,Extra,USER\ntea,1,ann\nmilk,2,bob\n")]
    [InlineData("\uFEFFuser,item\nann,tea\n\nbob,milk\n")]
    [InlineData("who,what\nann,tea\nbob,milk\n")]
    [InlineData("\"user\",\"item\"\n\"ann\",\"tea\"\nbob, milk\n")]
    public void Recognises_delimiter_and_columns(string text) =>
        Assert.Equal([("ann", "tea"), ("bob", "milk")], Load(text));

    [Fact]
    public void Columns_are_named_or_given_by_position()
    {
        const string Text = "a;b;c\nx;ann;tea\n";
        var byName = new InteractionLoader.Options { Delimiter = ';', UserColumn = "B", ItemColumn = "c" };
        Assert.Equal([("ann", "tea")], Load(Text, byName));
        Assert.Equal([("ann", "tea")], Load(Text, byName with { UserColumn = "1", ItemColumn = "2" }));
        Assert.Equal([("b", "c"), ("ann", "tea")], Load(Text, new() { Delimiter = ';', UserColumn = "1", ItemColumn = "2", HasHeader = false }));
    }

    [Fact]
    public void Reads_MovieLens_as_it_is()
    {
        Assert.Equal([("196", "242"), ("186", "302")], Load("196\t242\t3\t881250949\n186\t302\t3\t891717742\n"));
        const string Csv = "userId,movieId,rating,timestamp\n1,296,5.0,1147880044\n1,306,3.5,1147868817\n";
        Assert.Equal([("1", "296"), ("1", "306")], Load(Csv));
        Assert.Equal([("1", "296")], Load(Csv, new() { RatingThreshold = 4 }));
    }

    [Fact]
    public void The_threshold_keeps_ratings_that_equal_it()
    {
        const string Text = "1\t2\t3.5\n1\t3\t-1e1\n1\t4\t4\n";
        Assert.Equal([("1", "2"), ("1", "4")], Load(Text, new() { RatingThreshold = 3.5f }));
        Assert.Equal([("1", "2"), ("1", "3"), ("1", "4")], Load(Text, new() { RatingThreshold = -10, RatingColumn = "2" }));
    }

    [Fact]
    public void Ratings_and_times_are_columns_when_asked_for()
    {
        var path = _folder.Write("data.csv", "user,item,rating,time,day\nann,tea,4.5,881250949,1997-12-04T15:55:49\n");
        Assert.Equal(["User", "Item"], InteractionLoader.Load(_mlContext, path).Schema.Select(column => column.Name));
        var view = InteractionLoader.Load(_mlContext, path, new() { RatingColumn = "rating", TimeColumn = "time" });
        Assert.Equal(4.5f, Assert.Single(view.GetColumn<float>("Rating")));
        Assert.Equal(881250949d, Assert.Single(view.GetColumn<double>("Time")));
        view = InteractionLoader.Load(_mlContext, path, new() { TimeColumn = "day" });
        Assert.Equal(new DateTime(1997, 12, 4, 15, 55, 49), Assert.Single(view.GetColumn<DateTime>("Time")));
    }

    [Fact]
    public void Ids_may_hold_anything()
    {
        string longId = new('x', 1000);
        string[] ids = ["two words", "say \"hi\"", "naïve 日本 🎵", longId, "a,b", "  spaced ", "#tag", "//path", "\uFFFD"];
        var lines = ids.Select(id => $"\"{id.Replace("\"", "\"\"")}\",\"{id.Replace("\"", "\"\"")}\"");
        Assert.Equal(ids.Select(id => (id, id)), Load("user,item\n" + string.Join('\n', lines)));
        Assert.Equal([("say \"hi\"", "x y"), ("\"q\"", "z")], Load("user\titem\nsay \"hi\"\tx y\n\"q\"\tz\n", new() { AllowQuoting = false }));
    }

    [Fact]
    public void A_path_is_one_file_whatever_its_characters()
    {
        var path = _folder.Write("a+b*.tsv", "user\titem\nann\ttea\n");
        Assert.Equal(["ann"], InteractionLoader.Load(_mlContext, path).GetColumn<string>("User"));
    }

    [Theory]
    [InlineData("", null, null, "empty")]
    [InlineData("\n\n", null, null, "empty")]
    [InlineData("user\titem\n", null, null, "header and nothing below")]
    [InlineData("user item\nann tea\n", 1L, null, "give the delimiter")]
    [InlineData("user\titem\nann\ttea\nbob\n", 3L, null, "has 1 field, the first line has 2")]
    [InlineData("user\titem\nann\ttea\tmilk\n", 2L, null, "has 3 fields")]
    [InlineData("user\titem\n\ttea\n", 2L, "'user'", "user id is empty")]
    [InlineData("1\t2\n3\t\n", 2L, "1", "item id is empty")]
    [InlineData("1\t2\n3\t\"\"\n", 2L, "1", "item id is empty")]
    [InlineData("user,item\nann,\"tea\n", 2L, null, "not closed")]
    [InlineData("user,item\n\"a\"b,tea\n", 2L, null, "after the closing quote")]
    [InlineData("user,item\nann,te\0a\n", 2L, null, "not UTF-8 text")]
    [InlineData("user,item\nann,tea\n//x,tea\n", 3L, null, "comment")]
    [InlineData("#user,item\nann,tea\n", 1L, null, "comment")]
    [InlineData("movie,user\n1,2\n", null, "'user'", "both users and items")]
    public void Malformed_files_are_refused_with_the_place(string text, long? line, string? column, string expected) =>
        Refused(text, new(), line, column, expected);

    [Theory]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("1e99")]
    [InlineData("good")]
    [InlineData("")]
    [InlineData("3,5")]
    public void Ratings_must_be_finite_numbers(string rating)
    {
        var text = $"user\titem\trating\nann\ttea\t3\nbob\ttea\t{rating}\n";
        Refused(text, new() { RatingColumn = "rating" }, 3, "'rating'", $"the rating is '{rating}'");
        Refused(text, new() { RatingThreshold = 1 }, 3, "'rating'", $"the rating is '{rating}'");
    }

    [Theory]
    [InlineData("5", "tomorrow", 3L)]
    [InlineData("5", "2020-01-01", 3L)]
    [InlineData("2020-01-01", "5e9999", 3L)]
    [InlineData("yesterday", "5", 2L)]
    public void Times_must_be_all_numbers_or_all_dates(string first, string second, long line) =>
        Refused($"user\titem\ttime\nann\ttea\t{first}\nbob\ttea\t{second}\n", new() { TimeColumn = "time" }, line, "'time'", "the time is '");

    [Fact]
    public void Missing_columns_are_told_with_those_there_are()
    {
        Refused("user\titem\nann\ttea\n", new() { UserColumn = "customer" }, null, null, "no column 'customer'. The columns are 'user', 'item'");
        Refused("user\titem\nann\ttea\n", new() { TimeColumn = "2" }, null, null, "position from 0 to 1");
        Refused("1\t2\n3\t4\n", new() { ItemColumn = "item" }, null, null, "no header; give a position from 0 to 1");
        Refused("user\titem\nann\ttea\n", new() { RatingThreshold = 1 }, null, null, "no column 'rating'");
        Refused("user\nann\n", new() { Delimiter = ',' }, 1, null, "only one column");
        Refused("1\t2\n", new() { UserColumn = "0", ItemColumn = "0" }, null, "0", "both users and items");
    }

    [Fact]
    public void A_threshold_that_no_rating_reaches_is_refused() =>
        Refused("1\t2\t3\n", new() { RatingThreshold = 4 }, null, "2", "none of the 1 ratings");

    [Fact]
    public void Binary_noise_is_refused()
    {
        var bytes = new byte[4096];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_folder["noise"], bytes);
        var exception = Assert.Throws<InvalidInteractionDataException>(() => InteractionLoader.Load(_mlContext, _folder["noise"]));
        Assert.NotNull(exception.Line);
        File.WriteAllText(_folder["utf16"], "user\titem\nann\ttea\n", System.Text.Encoding.Unicode);
        Assert.Equal(1, Assert.Throws<InvalidInteractionDataException>(() => InteractionLoader.Load(_mlContext, _folder["utf16"])).Line);
    }

    [Fact]
    public void Senseless_options_and_missing_files_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Load("1\t2\n", new() { Delimiter = '"' }));
        Assert.Throws<ArgumentException>(() => Load("1\t2\t3\n", new() { RatingThreshold = float.NaN }));
        Assert.Throws<FileNotFoundException>(() => InteractionLoader.Load(_mlContext, _folder["missing"]));
    }

    private IEnumerable<(string User, string Item)> Load(string text, InteractionLoader.Options? options = null)
    {
        var view = InteractionLoader.Load(_mlContext, _folder.Write("data", text), options);
        return view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"));
    }

    private void Refused(string text, InteractionLoader.Options options, long? line, string? column, string expected)
    {
        var path = _folder.Write("data", text);
        var exception = Assert.Throws<InvalidInteractionDataException>(() => InteractionLoader.Load(_mlContext, path, options));
        Assert.Equal((path, line, column), (exception.File, exception.Line, exception.Column));
        Assert.StartsWith(path, exception.Message);
        Assert.Contains(expected, exception.Message);
    }
}
