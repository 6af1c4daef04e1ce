using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

public sealed class ParquetInteractionsTests : IDisposable
{
    private readonly MLContext _mlContext = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_found_as_in_text()
    {
        string path = await Write(new ParquetSchema(new DataField<string>("Item"), new DataField<int>("extra"), new DataField<string>("USER")), async group =>
        {
            await group.Add("Item", "tea", "milk");
            await group.Add("extra", 1, 2);
            await group.Add("USER", "ann", "bob");
        });
        Assert.Equal([("ann", "tea"), ("bob", "milk")], Load(path));
        Assert.Equal([("tea", "1"), ("milk", "2")], Load(path, new() { UserColumn = "0", ItemColumn = "extra" }));
        Assert.Equal(["User", "Item"], ParquetInteractions.Load(_mlContext, path).Schema.Select(column => column.Name));
    }

    [Fact]
    public async Task Ids_may_be_numbers_of_any_kind_and_UUIDs()
    {
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        foreach (var (field, fill, expected) in new (DataField, Func<Group, Task>, string)[]
        {
            (new DataField<long>("user"), group => group.Add("user", long.MinValue), "-9223372036854775808"),
            (new DataField<ulong>("user"), group => group.Add("user", ulong.MaxValue), "18446744073709551615"),
            (new DataField<short>("user"), group => group.Add("user", (short)-7), "-7"),
            (new DataField<uint>("user"), group => group.Add("user", uint.MaxValue), "4294967295"),
            (new DataField<long?>("user"), group => group.Add("user", new long?[] { 12 }), "12"),
            (new DataField<Guid>("user"), group => group.Add("user", id), id.ToString()),
        })
        {
            string path = await Write(new ParquetSchema(field, new DataField<string>("item")), async group =>
            {
                await fill(group);
                await group.Add("item", "tea");
            });
            Assert.Equal([(expected, "tea")], Load(path));
        }
    }

    [Fact]
    public async Task Ratings_and_times_are_columns_when_asked_for()
    {
        var schema = new ParquetSchema(new DataField<int>("user"), new DataField<int>("item"), new DataField<double>("rating"), new DataField<long>("time"), new DataField<DateTime>("day"), new DataField<string>("text"));
        string path = await Write(schema, async group =>
        {
            await group.Add("user", 1, 2, 3);
            await group.Add("item", 4, 5, 6);
            await group.Add("rating", 4.5, 2, 3);
            await group.Add("time", 881250949L, 881250950L, 1L);
            await group.Add("day", new DateTime(1997, 12, 4, 15, 55, 49), new DateTime(2020, 1, 1), new DateTime(2021, 1, 1));
            await group.Add("text", "1997-12-04T15:55:49", "2020-01-01", "2021-01-01");
        });
        Assert.Equal([("1", "4"), ("3", "6")], Load(path, new() { RatingThreshold = 3 }));
        Assert.Equal([4.5f, 2, 3], ParquetInteractions.Load(_mlContext, path, new() { RatingColumn = "rating" }).GetColumn<float>("Rating"));
        Assert.Equal([881250949d, 881250950, 1], ParquetInteractions.Load(_mlContext, path, new() { TimeColumn = "time" }).GetColumn<double>("Time"));
        DateTime[] days = [new(1997, 12, 4, 15, 55, 49), new(2020, 1, 1), new(2021, 1, 1)];
        Assert.Equal(days, ParquetInteractions.Load(_mlContext, path, new() { TimeColumn = "day" }).GetColumn<DateTime>("Time"));
        Assert.Equal(days, ParquetInteractions.Load(_mlContext, path, new() { TimeColumn = "text" }).GetColumn<DateTime>("Time"));
    }

    [Fact]
    public async Task Rows_of_several_groups_are_one_view()
    {
        string path = await Write(TextSchema, Enumerable.Range(0, 5).Select(n => (Func<Group, Task>)(async group =>
        {
            await group.Add("user", [.. Enumerable.Range(0, n).Select(row => $"u{n}.{row}")]);
            await group.Add("item", [.. Enumerable.Range(0, n).Select(row => $"i{n}.{row}")]);
        })).ToArray());
        var expected = Enumerable.Range(0, 5).SelectMany(n => Enumerable.Range(0, n).Select(row => ($"u{n}.{row}", $"i{n}.{row}"))).ToArray();
        Assert.Equal(expected, Load(path));

        // ML.NET's own steps go over the view, more than once.
        var view = ParquetInteractions.Load(_mlContext, path);
        var keys = _mlContext.Transforms.Conversion.MapValueToKey("User").Append(_mlContext.Transforms.Conversion.MapValueToKey("Item"));
        Assert.Equal(10, InteractionReader.Read(_mlContext, keys.Fit(view).Transform(view)).Interactions.Count);
        Assert.Equal(["i1.0"], view.GetColumn<string>("Item").Take(1));
    }

    [Fact]
    public async Task Missing_values_are_refused_with_the_place()
    {
        string path = await Write(
            TextSchema,
            async group =>
            {
                await group.Add("user", "ann", "bob");
                await group.Add("item", "tea", "tea");
            },
            async group =>
            {
                await group.Add("user", "cid", null!);
                await group.Add("item", "tea", "tea");
            });
        Refused(path, new(), 4, "'user'", "the user id is empty");

        path = await Write(new ParquetSchema(new DataField<int>("user"), new DataField<int?>("item"), new DataField<float?>("rating"), new DataField<DateTime?>("time")), async group =>
        {
            await group.Add("user", 1, 2, 3);
            await group.Add<int>("item", 1, 2, null);
            await group.Add<float>("rating", 1, null, 2);
            await group.Add<DateTime>("time", null, DateTime.Today, DateTime.Today);
        });
        Refused(path, new(), 3, "'item'", "the item id is empty");
        Refused(path, new() { RatingColumn = "rating" }, 2, "'rating'", "the rating is ''");
        Refused(path, new() { TimeColumn = "time" }, 1, "'time'", "the time is ''");
    }

    [Fact]
    public async Task Ratings_must_be_finite_and_some_above_the_threshold()
    {
        string path = await Write(new ParquetSchema(new DataField<int>("user"), new DataField<int>("item"), new DataField<double>("rating")), async group =>
        {
            await group.Add("user", 1, 2);
            await group.Add("item", 1, 2);
            await group.Add("rating", 1, double.PositiveInfinity);
        });
        Refused(path, new() { RatingColumn = "rating" }, 2, "'rating'", "Expected a finite number");
        path = await Write(new ParquetSchema(new DataField<int>("user"), new DataField<int>("item"), new DataField<int>("rating")), async group =>
        {
            await group.Add("user", 1, 2);
            await group.Add("item", 1, 2);
            await group.Add("rating", 1, 2);
        });
        Refused(path, new() { RatingThreshold = 2.5f }, null, "'rating'", "none of the 2 ratings reaches the threshold 2.5");
    }

    [Fact]
    public async Task Columns_that_are_missing_or_of_another_type_are_refused()
    {
        string path = await Write(new ParquetSchema(new DataField<string>("user"), new DataField<double>("item")), async group =>
        {
            await group.Add("user", "ann");
            await group.Add("item", 1.5);
        });
        Refused(path, new(), null, "'item'", "of type Double. Expected text, whole numbers or UUIDs");
        Refused(path, new() { ItemColumn = "product" }, null, null, "no column 'product'. The columns are 'user', 'item'");
        Refused(path, new() { UserColumn = "1" }, null, "'item'", "both users and items");
        Refused(path, new() { RatingThreshold = 1 }, null, null, "no column 'rating'");

        path = await Write(new ParquetSchema(new DataField<string>("user")), group => group.Add("user", "ann"));
        Refused(path, new(), null, null, "only one column");
        path = _folder["vectors.parquet"];
        ParquetVectors.Write(path, new IdTable("item", Enumerable.Range(0, 2).Select(n => $"i{n}")), new float[] { 1, 2, 3, 4 });
        Refused(path, new(), null, "'vector'", "of type list or structure");
    }

    [Fact]
    public async Task Empty_files_and_files_that_are_no_Parquet_are_refused()
    {
        Refused(await Write(TextSchema), new(), null, null, "there are no rows");
        Refused(_folder.Write("text.parquet", "user\titem\nann\ttea\n"), new(), null, null, "no Parquet file");
        Refused(_folder.Write("empty.parquet", ""), new(), null, null, "no Parquet file");
        Assert.Throws<FileNotFoundException>(() => Load(_folder["none.parquet"]));
        string whole = await Write(TextSchema, async group =>
        {
            await group.Add("user", [.. Enumerable.Range(0, 1000).Select(n => $"{n}")]);
            await group.Add("item", [.. Enumerable.Range(0, 1000).Select(n => $"{n}")]);
        });
        File.WriteAllBytes(_folder["half.parquet"], File.ReadAllBytes(whole)[..500]);
        Refused(_folder["half.parquet"], new(), null, null, "truncated");
        Assert.Throws<ArgumentException>(() => Load(whole, new() { HasHeader = true }));
    }

    private static ParquetSchema TextSchema => new(new DataField<string>("user"), new DataField<string>("item"));

    private async Task<string> Write(ParquetSchema schema, params Func<Group, Task>[] groups)
    {
        string path = _folder[$"{Guid.NewGuid():N}.parquet"];
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var fill in groups)
        {
            using var group = writer.CreateRowGroup();
            await fill(new Group(schema, group));
        }

        return path;
    }

    private IEnumerable<(string User, string Item)> Load(string path, InteractionLoader.Options? options = null)
    {
        var view = ParquetInteractions.Load(_mlContext, path, options);
        return view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"));
    }

    private void Refused(string path, InteractionLoader.Options options, long? row, string? column, string expected)
    {
        var exception = Assert.Throws<InvalidInteractionDataException>(() => ParquetInteractions.Load(_mlContext, path, options));
        Assert.Equal((path, row, column), (exception.File, exception.Row, exception.Column));
        Assert.StartsWith(path, exception.Message);
        Assert.Contains(expected, exception.Message);
    }

    /// <summary>A row group being written, by the names of the columns.</summary>
    private sealed class Group(ParquetSchema schema, ParquetRowGroupWriter writer)
    {
        public Task Add(string column, params string[] values) => writer.WriteAsync(Find(column), values);

        public Task Add<T>(string column, params T[] values)
            where T : struct => writer.WriteAsync<T>(Find(column), values.AsMemory());

        public Task Add<T>(string column, params T?[] values)
            where T : struct => writer.WriteAsync<T>(Find(column), values.AsMemory());

        private DataField Find(string column) => schema.DataFields.Single(field => field.Name == column);
    }
}
