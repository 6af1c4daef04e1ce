using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>
/// Three users and four items whose scores are plain numbers. User a took w, b took w and x, c took all. In space A an item scores 1, 4, 2, 3 for
/// everyone; in space B, scaled by 2, it is 0, 2, 3, 1. The weights are .25 and .75, so a's candidates are y, x, z with 2.75, 2.5, 1.5.
/// </summary>
public class CandidateTransformerTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly GlobalLocalModel Model = CreateModel();

    [Fact]
    public void Features_are_the_scores_weights_rank_popularity_and_activity()
    {
        var rows = Read(new CandidateTransformer(Context, Model).Transform(Users("a")));
        Assert.Equal(["y", "x", "z"], rows.Select(row => row.Item));

        // 7 interactions: 1.75 per item, 7 / 3 per user; a has 1, y and z have 1, x has 2.
        float activity = MathF.Log(2 / (10f / 3));
        AssertEqual([2, 3, 0.25f, 0.75f, 1, 2.75f, MathF.Log(2 / 2.75f), activity], rows[0].Features);
        AssertEqual([4, 2, 0.25f, 0.75f, 2, 2.5f, MathF.Log(3 / 2.75f), activity], rows[1].Features);
        AssertEqual([3, 1, 0.25f, 0.75f, 3, 1.5f, MathF.Log(2 / 2.75f), activity], rows[2].Features);
    }

    [Fact]
    public void Every_row_of_the_input_is_a_group_and_none_is_lost()
    {
        // Nobody is unknown, and c has every item.
        var rows = Read(new CandidateTransformer(Context, Model, new() { Count = 2 }).Transform(Users("a", "nobody", "a", "c", "b")));
        Assert.Equal(["1 a y", "1 a x", "2  ", "3 a y", "3 a x", "4 c ", "5 b y", "5 b z"], rows.Select(row => $"{row.Group} {row.User} {row.Item}"));
        Assert.All(rows.Where(row => row.Item.Length == 0), row => Assert.All(row.Features, value => Assert.True(float.IsNaN(value))));
    }

    [Fact]
    public void Labels_are_one_for_what_was_held_out_and_groups_without_one_are_left_out()
    {
        // What b took of c is known already, and c has no candidates.
        var heldOut = Interactions(("a", "z", 0), ("nobody", "x", 0), ("c", "w", 0), ("b", "unknown", 0), ("a", "x", 0), ("b", "w", 0));
        var rows = Read(new CandidateTransformer(Context, Model).CreateTrainingData(heldOut));
        Assert.Equal(["a y 0", "a x 1", "a z 1"], rows.Select(row => $"{row.User} {row.Item} {row.Label}"));
        Assert.Single(rows.Select(row => row.Group).Distinct());
    }

    [Fact]
    public void A_context_makes_a_group_of_its_own_without_the_items_of_the_others()
    {
        var transformer = new CandidateTransformer(Context, Model, new() { ContextColumns = ["Hour"] });
        var rows = Read(transformer.CreateTrainingData(Interactions(("a", "z", 8), ("b", "y", 9), ("a", "x", 20), ("a", "y", 20))));
        Assert.Equal(["a y 1 20", "a x 1 20"], rows.Where(row => row.Features[^1] == 20).Select(Describe));
        Assert.Equal(["a z 1 8"], rows.Where(row => row.Features[^1] == 8).Select(Describe));
        Assert.Equal(["b y 1 9", "b z 0 9"], rows.Where(row => row.Features[^1] == 9).Select(Describe));
        Assert.Equal(3, rows.Select(row => row.Group).Distinct().Count());
        Assert.Equal(["a y 7", "a x 7", "a z 7"], Read(transformer.Transform(Interactions(("a", "w", 7)))).Select(row => $"{row.User} {row.Item} {row.Features[^1]}"));

        static string Describe(Row row) => $"{row.User} {row.Item} {row.Label} {row.Features[^1]}";
    }

    [Fact]
    public void A_split_by_groups_keeps_them_whole()
    {
        var data = new CandidateTransformer(Context, Model).CreateTrainingData(Interactions(("a", "x", 0), ("b", "z", 0)));
        var folds = Context.Data.CrossValidationSplit(data, 2, samplingKeyColumnName: "GroupId");
        Assert.Equal([["b b", "a a a"], ["a a a", "b b"]], folds.Select(fold => new[] { fold.TrainSet, fold.TestSet }.Select(part => string.Join(' ', Read(part).Select(row => row.User)))));
    }

    [Fact]
    public void Columns_of_the_items_are_features()
    {
        var transformer = new CandidateTransformer(Context, Model, new() { ItemData = ItemData(), ItemColumns = ["Kind", "Year"], ContextColumns = ["Hour"], Spaces = ["B"] });
        var data = transformer.Transform(Interactions(("a", "w", 7)));
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Features"].GetSlotNames(ref names);
        Assert.Equal(
            ["B.Score", "B.Weight", "Rank", "Score", "LogPopularity", "LogActivity", "Kind.0", "Kind.1", "Year", "Hour"],
            names.DenseValues().Select(name => name.ToString()));
        var rows = Read(data);
        AssertEqual([3, 0.75f, 1, 2.75f], rows[0].Features[..4]);
        AssertEqual([0.5f, 1.5f, 1999, 7], rows[0].Features[6..]);
        AssertEqual([float.NaN, float.NaN, float.NaN, 7], rows[1].Features[6..]);
        AssertEqual([2, 3, 2001, 7], rows[2].Features[6..]);
    }

    [Fact]
    public void The_names_are_those_that_ranking_trainers_look_for()
    {
        var data = new CandidateTransformer(Context, Model).CreateTrainingData(Interactions(("a", "x", 0)));
        Assert.Equal(["User", "GroupId", "Item", "Features", "Label"], data.Schema.Select(column => column.Name));
        var scored = Context.Ranking.Trainers.FastTree().Fit(data).Transform(data);
        Assert.Equal(3, scored.GetColumn<float>("Score").Count());
    }

    [Fact]
    public void Is_the_same_after_saving_and_loading()
    {
        var transformer = new CandidateTransformer(Context, Model, new() { Count = 2, ItemData = ItemData(), ItemColumns = ["Year"], ContextColumns = ["Hour"], Spaces = ["B"] });
        var input = Interactions(("b", "w", 5), ("a", "w", 7), ("nobody", "w", 7));
        var loaded = TestPipeline.SaveAndLoad(Context, transformer, input.Schema);
        Assert.IsType<CandidateTransformer>(loaded);
        Assert.Equal(ReadText(transformer.Transform(input)), ReadText(loaded.Transform(input)));
        Assert.Equal(transformer.GetOutputSchema(input.Schema).ToString(), loaded.GetOutputSchema(input.Schema).ToString());

        static List<string> ReadText(IDataView data) => TestPipeline.ReadRows(data, "User", "GroupId", "Item", "Features");
    }

    [Fact]
    public void Each_column_can_be_read_alone_and_again()
    {
        var data = new CandidateTransformer(Context, Model).CreateTrainingData(Interactions(("a", "x", 0), ("b", "z", 0)));
        var together = TestPipeline.ReadRows(data, "User", "GroupId", "Item", "Features", "Label").Select(row => row.Split(" | ")).ToList();
        Assert.Equal(5, together.Count);
        Assert.All(data.Schema, column => Assert.Equal(together.Select(row => row[column.Index]), TestPipeline.ReadRows(data, column.Name)));
    }

    [Fact]
    public void A_row_allocates_nothing()
    {
        var users = Context.Data.Cache(Users([.. Enumerable.Repeat("a", 500)]));
        Assert.Equal(500, users.GetColumn<uint>("User").Count());
        var data = new CandidateTransformer(Context, Model, new() { ItemData = ItemData(), ItemColumns = ["Year"] }).Transform(users);
        var features = data.Schema["Features"];
        using var cursor = data.GetRowCursor([features]);
        var read = cursor.GetGetter<VBuffer<float>>(features);
        VBuffer<float> values = default;
        long start = 0;
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            read(ref values);
            start = rows == 300 ? GC.GetAllocatedBytesForCurrentThread() : start;
        }

        Assert.Equal(1500, rows);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - start, 0, 2000);
    }

    [Fact]
    public void What_is_wrong_is_told_at_once()
    {
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { Spaces = ["C"] }), "names 'C'", "A, B");
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { ItemColumns = ["Year"] }), "Year", "ItemData");
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { ItemData = ItemData(), ItemColumns = ["Item"] }), "'Item'", "String", "Single");
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { ItemData = ItemData(), ItemColumns = ["Colour"] }), "'Colour'", "'Year'");
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { UserColumnName = "GroupId" }), "GroupId");
        AssertThrows(() => new CandidateTransformer(Context, Model, new() { ContextColumns = ["Hour"] }).Transform(Users("a")), "'Hour'");
        AssertThrows(() => new CandidateTransformer(Context, Model).Transform(Context.Data.LoadFromEnumerable([new User { Name = "a" }])), "'User'");
        AssertThrows(() => new CandidateTransformer(Context, Model).CreateTrainingData(Interactions(("nobody", "x", 0))), "None of the held-out rows");
        Assert.Throws<ArgumentOutOfRangeException>(() => new CandidateTransformer(Context, Model, new() { Count = 0 }));
    }

    private static void AssertThrows(Action action, params string[] parts)
    {
        var exception = Assert.Throws<ArgumentException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message));
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected, (value, n) => Assert.Equal(value, actual[n], tolerance: 1e-5f));
    }

    private static GlobalLocalModel CreateModel()
    {
        int[] users = [0, 1, 1, 2, 2, 2, 2];
        int[] items = [0, 0, 1, 0, 1, 2, 3];
        var a = new VectorSpace("A", 1, [1, 1, 1], [1, 4, 2, 3], VectorSimilarity.Product);
        var b = new VectorSpace("B", 1, [1, 1, 1], [0, 1, 1.5f, 0.5f], VectorSimilarity.Product);
        var attention = new AttentionModel([a, b], [1, 2], FixedWeighting.Of([0.25, 0.75]), Blend.Scores, VectorSimilarity.Product);
        return new GlobalLocalModel(new IdTable("user", ["a", "b", "c"]), new IdTable("item", ["w", "x", "y", "z"]), InteractionMatrix.FromPairs(users, items, 3, 4), attention);
    }

    private static IDataView ItemData() => Context.Data.LoadFromEnumerable(
    [
        new Item { Id = "z", Year = 2001, Kind = [2, 3] },
        new Item { Id = "y", Year = 1999, Kind = [0.5f, 1.5f] },
        new Item { Id = "other", Year = 1, Kind = [1, 1] },
    ]);

    private static IDataView Users(params string[] users) => Map("User", ["a", "b", "c"]).Fit(Raw(users)).Transform(Raw(users));

    private static IDataView Raw(string[] users) => Context.Data.LoadFromEnumerable(users.Select(user => new Request { User = user }));

    private static IDataView Interactions(params (string User, string Item, float Hour)[] rows)
    {
        var raw = Context.Data.LoadFromEnumerable(rows.Select(row => new Interaction { User = row.User, Item = row.Item, Hour = row.Hour }));
        return Map("User", ["a", "b", "c"]).Append(Map("Item", ["w", "x", "y", "z"])).Fit(raw).Transform(raw);
    }

    private static IEstimator<ITransformer> Map(string column, string[] ids) =>
        Context.Transforms.Conversion.MapValueToKey(column, keyData: Context.Data.LoadFromEnumerable(ids.Select(id => new User { Name = id })));

    private static List<Row> Read(IDataView data)
    {
        var text = Context.Transforms.Conversion.MapKeyToValue("User").Append(Context.Transforms.Conversion.MapKeyToValue("Item")).Fit(data).Transform(data);
        var labels = data.Schema.GetColumnOrNull("Label") is null ? text.GetColumn<uint>("GroupId").Select(_ => float.NaN) : text.GetColumn<float>("Label");
        return
        [
            .. text.GetColumn<uint>("GroupId").Zip(text.GetColumn<string>("User"), text.GetColumn<string>("Item")).Zip(text.GetColumn<float[]>("Features"), labels)
                .Select(row => new Row(row.First.First, row.First.Second, row.First.Third, row.Second, row.Third)),
        ];
    }

    private sealed record Row(uint Group, string User, string Item, float[] Features, float Label);

    private sealed class User
    {
        public string Name { get; set; } = string.Empty;
    }

    private sealed class Request
    {
        public string User { get; set; } = string.Empty;
    }

    private sealed class Interaction
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;

        public float Hour { get; set; }
    }

    private sealed class Item
    {
        [ColumnName("Item")]
        public string Id { get; set; } = string.Empty;

        public float Year { get; set; }

        [VectorType(2)]
        public float[] Kind { get; set; } = [];
    }
}
