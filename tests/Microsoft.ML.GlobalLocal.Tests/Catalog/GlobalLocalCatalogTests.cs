using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class GlobalLocalCatalogTests
{
    private static readonly TestPipeline Pipeline = new();
    private static readonly GlobalLocalCatalog Catalog = Pipeline.Context.GlobalLocal();
    private static readonly ITransformer Model = new TransformerChain<ITransformer>(Pipeline.Mapping, Pipeline.CreateTransformer("model"));

    [Fact]
    public void A_recommender_is_found_in_chains_in_chains_and_in_recommendation()
    {
        var nested = new TransformerChain<ITransformer>(new TransformerChain<ITransformer>(Model), Pipeline.Context.Transforms.CopyColumns("Copy", "Score").Fit(Model.Transform(Pipeline.Raw)));
        Assert.Same(Pipeline.Model, Catalog.CreateRecommender(nested).Model);
        Assert.Same(Pipeline.Model, Catalog.CreateRecommender(Pipeline.CreateTransformer("recommendation")).Model);
    }

    [Fact]
    public void No_model_is_told()
    {
        var exception = Assert.Throws<ArgumentException>(() => Catalog.CreateRecommender(Pipeline.Mapping));
        Assert.Contains("There is no global-local model in this TransformerChain", exception.Message);
        Assert.Throws<ArgumentException>(() => Catalog.Evaluate(Pipeline.CreateTransformer("vectors"), Pipeline.Raw));
        Assert.Throws<ArgumentException>(() => Catalog.Recommend(Pipeline.CreateTransformer("clusters")));
    }

    [Fact]
    public void Evaluation_is_the_same_from_text_and_from_keys_of_any_order()
    {
        // Each user's one item of its block that training does not have.
        var rows = Enumerable.Range(0, TestPipeline.Users).Select(user => new TestPipeline.Row { User = $"u{user}", Item = $"i{TestData.MissingItem(user, 4, 5)}" }).ToArray();
        var text = Pipeline.Context.Data.LoadFromEnumerable(rows);
        var other = Pipeline.Context.Transforms.Conversion.MapValueToKey("User").Append(Pipeline.Context.Transforms.Conversion.MapValueToKey("Item")).Fit(text).Transform(text);
        var test = InteractionMatrix.FromPairs(
            [.. rows.Select(row => Find(Pipeline.Data.Users, row.User))], [.. rows.Select(row => Find(Pipeline.Data.Items, row.Item))], TestPipeline.Users, TestPipeline.Items);
        var expected = TopNEvaluator.Evaluate(Pipeline.Model.Retriever, test, 4);
        Assert.InRange(expected.Recall, 0.01, 0.99);
        foreach (var data in new[] { text, other, Pipeline.Map(rows) })
        {
            var metrics = Catalog.Evaluate(Model, data, topN: 4);
            Assert.Equal(expected.PerUser, metrics.PerUser);
            Assert.Equal(expected.Coverage, metrics.Coverage);
            Assert.Equal((0, 0), (metrics.UnknownUserInteractions, metrics.UnknownItemInteractions));
        }
    }

    [Fact]
    public void Unknown_items_are_missed_and_unknown_users_count_with_zeros()
    {
        string hit = new Recommender(Pipeline.Model).Recommend("u0", 1)[0].Item;
        TestPipeline.Row[] rows =
        [
            new() { User = "u0", Item = hit },
            new() { User = "u0", Item = hit },
            new() { User = "u0", Item = "new1" },
            new() { User = "u0", Item = "new2" },
            new() { User = "u1", Item = "new1" },
            new() { User = "stranger", Item = hit },
            new() { User = "stranger", Item = "new1" },
        ];
        foreach (var data in new[] { Pipeline.Context.Data.LoadFromEnumerable(rows), Pipeline.Map(rows) })
        {
            var metrics = Catalog.Evaluate(Model, data, topN: 2);
            Assert.Equal(3, metrics.Users);
            Assert.Equal((1.0 / 3 + 0 + 0) / 3, metrics.Recall, 12);
            Assert.Equal((1.0 / 2 + 0 + 0) / 3, metrics.Precision, 12);
            Assert.Equal((1, 2), (metrics.UnknownUsers, metrics.UnknownUserInteractions));
            Assert.Equal(3, metrics.UnknownItemInteractions);
        }
    }

    [Fact]
    public void Evaluation_of_strangers_only_is_an_error()
    {
        var strangers = Pipeline.Context.Data.LoadFromEnumerable([new TestPipeline.Row { User = "stranger", Item = "i1" }]);
        Assert.Throws<ArgumentException>(() => Catalog.Evaluate(Model, strangers));
        Assert.Throws<ArgumentException>(() => Catalog.EvaluateLeaveOneOut(Model, strangers));
    }

    [Fact]
    public void The_number_of_clusters_can_be_chosen_for_an_evaluation()
    {
        var all = Catalog.Evaluate(Model, Pipeline.Raw, topN: 3, clusters: 4);
        var exhaustive = TopNEvaluator.Evaluate(new Retriever(Pipeline.Model.Attention, Pipeline.Data.Interactions), Pipeline.Data.Interactions, 3);
        Assert.Equal(exhaustive.PerUser, all.PerUser);
        Assert.Throws<ArgumentOutOfRangeException>(() => Catalog.Evaluate(Model, Pipeline.Raw, clusters: 5));
    }

    [Fact]
    public void Leave_one_out_ranks_among_items_that_the_user_does_not_have()
    {
        var rows = Enumerable.Range(0, TestPipeline.Users).Select(user => new TestPipeline.Row { User = $"u{user}", Item = $"i{TestData.MissingItem(user, 4, 5)}" });
        var metrics = Catalog.EvaluateLeaveOneOut(Model, Pipeline.Context.Data.LoadFromEnumerable(rows), topN: 3);

        // There are fewer than 99 such items: all are taken, and the rank is that among all unseen items.
        var exhaustive = new GlobalLocalTransformer(Pipeline.Context, new GlobalLocalModel(Pipeline.Data.Users, Pipeline.Data.Items, Pipeline.Data.Interactions, Pipeline.Model.Attention));
        Assert.Equal(Catalog.Evaluate(exhaustive, Pipeline.Context.Data.LoadFromEnumerable(rows), topN: 3).Ndcg, metrics.Ndcg, 12);
        var few = Catalog.EvaluateLeaveOneOut(Model, Pipeline.Context.Data.LoadFromEnumerable(rows), topN: 3, negatives: 2);
        Assert.Equal(1, few.HitRate);
    }

    [Fact]
    public void Leave_one_out_counts_unknown_users_with_zeros()
    {
        TestPipeline.Row known = new() { User = "u0", Item = $"i{TestData.MissingItem(0, 4, 5)}" };
        var alone = Catalog.EvaluateLeaveOneOut(Model, Pipeline.Context.Data.LoadFromEnumerable([known]), topN: 100);
        Assert.Equal(1, alone.HitRate);
        var metrics = Catalog.EvaluateLeaveOneOut(Model, Pipeline.Context.Data.LoadFromEnumerable([known, new() { User = "stranger", Item = "i1" }]), topN: 100);
        Assert.Equal((2, 1, 0.5), (metrics.Users, metrics.UnknownUsers, metrics.HitRate));
    }

    private static int Find(IdTable ids, string id) => ids.TryGetIndex(id, out int index) ? index : throw new KeyNotFoundException(id);
}
