using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>What every system must do.</summary>
public class BaselineContractTests
{
    public static TheoryData<string> Names => TestSystems.Names;

    [Fact]
    public void Every_system_has_a_name_of_its_own_and_is_tested()
    {
        var names = BaselineSystems.All.Select(system => system.Name).ToArray();
        Assert.Equal(names.Distinct().Count(), names.Length);
        Assert.Equal(names.Order(), TestSystems.All.Select(system => system.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Recommends_the_unseen_items_of_the_own_block(string name)
    {
        var space = TestSystems.Get(name).Train(Blocks.CreateContext(validate: false)).Space;
        var retriever = new Retriever(AttentionModel.OfOne(space, Blocks.Train), Blocks.Train);
        var items = new int[2];
        for (int user = 0; user < Blocks.Users; user++)
        {
            retriever.Retrieve(user, items, new float[2]);
            Assert.Equal(Blocks.HeldOut.GetItems(user).ToArray(), items.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Answers_the_same_after_its_zip_is_loaded(string name)
    {
        var context = new MLContext(seed: 1);
        var rows = Blocks.Rows(context);
        var keys = context.Transforms.Conversion.MapValueToKey("User").Append(context.Transforms.Conversion.MapValueToKey("Item"));
        var model = keys.Append(context.GlobalLocal().Trainers.SingleSpace(TestSystems.Get(name), new() { ValidationShare = 0, Threads = 1 })).Fit(rows);
        using var stream = new MemoryStream();
        context.Model.Save(model, rows.Schema, stream);
        stream.Position = 0;

        var loaded = new MLContext().Model.Load(stream, out _);

        var expected = context.GlobalLocal().CreateRecommender(model);
        var recommender = context.GlobalLocal().CreateRecommender(loaded);
        for (int user = 0; user < Blocks.Users; user++)
        {
            Assert.Equal(expected.Recommend($"u{user}", 5), recommender.Recommend($"u{user}", 5));
        }

        Assert.Equal(expected.RecommendFor(["i1", "i5"], 3), recommender.RecommendFor(["i1", "i5"], 3));
        Assert.Equal(name, recommender.Model.Attention.Spaces.Single().Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_on_any_number_of_threads(string name)
    {
        var expected = GetBytes(TestSystems.Get(name).Train(Blocks.CreateContext(threads: 1)).Space);

        Assert.Equal(expected, GetBytes(TestSystems.Get(name).Train(Blocks.CreateContext(threads: 1)).Space));
        Assert.Equal(expected, GetBytes(TestSystems.Get(name).Train(Blocks.CreateContext(threads: 2)).Space));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unknown_user_or_item_is_told_plainly(string name)
    {
        var context = new MLContext(seed: 1);
        var rows = Blocks.Rows(context);
        var keys = context.Transforms.Conversion.MapValueToKey("User").Append(context.Transforms.Conversion.MapValueToKey("Item"));
        var model = keys.Append(context.GlobalLocal().Trainers.SingleSpace(TestSystems.Get(name), new() { ValidationShare = 0, Threads = 1 })).Fit(rows);

        var recommender = context.GlobalLocal().CreateRecommender(model);
        Assert.Contains("nobody", Assert.ThrowsAny<KeyNotFoundException>(() => recommender.Recommend("nobody")).Message);
        Assert.Contains("nothing", Assert.ThrowsAny<KeyNotFoundException>(() => recommender.RecommendFor(["nothing"])).Message);
        var unknown = context.Data.LoadFromEnumerable(new[] { new Blocks.Row { User = "nobody", Item = "i1" }, new Blocks.Row { User = "u1", Item = "nothing" } });
        Assert.All(model.Transform(unknown).GetColumn<float>("Score"), score => Assert.True(float.IsNaN(score)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_of_some_items_equal_those_of_all(string name)
    {
        var space = TestSystems.Get(name).Train(Blocks.CreateContext(validate: false)).Space;
        int[] some = [5, 0, 17];
        var scores = new float[some.Length];
        var all = new float[space.ItemCount];
        for (int user = 0; user < Blocks.Users; user++)
        {
            var view = space.View(Blocks.Train, user);
            space.ScoreAll(view, all);
            space.Score(view, some, scores);
            for (int n = 0; n < some.Length; n++)
            {
                Assert.Equal(all[some[n]], scores[n], 1e-5f);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tries_no_more_points_than_its_budget_and_fixes_the_best(string name)
    {
        var system = BaselineSystems.All.Single(system => system.Name == name);
        Assert.NotEmpty(system.Points);
        Assert.Equal(system.Points.Distinct().Count(), system.Points.Count);
        Assert.Equal(system.Points.Take(2), system.Limit(2).Points);
        Assert.Single(TestSystems.Get(name).Points);
        Assert.Single(((BaselineTrainer)TestSystems.Get(name).Train(Blocks.CreateContext()).Trainer).Points);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stops_when_cancelled(string name)
    {
        var context = Blocks.CreateContext() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => TestSystems.Get(name).Train(context));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_its_paper(string name)
    {
        var system = BaselineSystems.All.Single(system => system.Name == name);
        Assert.Matches("[0-9]{4}", system.Paper);
    }

    private static byte[] GetBytes(RepresentationSpace space)
    {
        using var stream = new MemoryStream();
        using var writer = new ModelWriter(stream, "TEST", 1);
        SpaceStream.Write(space, writer);
        writer.Complete();
        return stream.ToArray();
    }
}
