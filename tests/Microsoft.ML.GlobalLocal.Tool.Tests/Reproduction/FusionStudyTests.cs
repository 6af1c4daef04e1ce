namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class FusionStudyTests
{
    // Two blocks; every user has all items of its block but three. Two of these are the test items.
    private const int Users = 40;
    private const int Items = 30;

    private static readonly InteractionMatrix Train = Make((user, item) => Missing(user, item) is < 0 or > 2);
    private static readonly InteractionMatrix Test = Make((user, item) => Missing(user, item) is 0 or 1);

    [Fact]
    public void Every_row_is_measured_on_the_same_spaces()
    {
        // Popularity knows no blocks: alone it finds little, and the fusion must do without it.
        SpaceTrainer[] trainers = [new SpectralTrainer(new() { Dimensions = [2] }), new PopularityTrainer()];
        var context = new SpaceTrainingContext { Interactions = Train, Host = new MLContext(1), TopN = 3, Seed = 1, Threads = 1 };
        var rows = FusionStudy.Run(new ReproductionSplit(Train, Test), trainers, new AttentionOptions { Rounds = 1, MaximumEpochs = 2 }, context);
        Assert.Equal(
            ["GS", "Popularity", FusionStudy.EqualWeights, FusionStudy.FixedWeights, FusionStudy.ScoreAttention, FusionStudy.RepresentationAttention, FusionStudy.WithoutPairFactor, "without GS", "without Popularity"],
            rows.Select(row => row.Name));
        var byName = rows.ToDictionary(row => row.Name);
        Assert.Equal(["GS", "Popularity"], byName[FusionStudy.ScoreAttention].Spaces);
        Assert.Equal(["GS", "Popularity"], byName[FusionStudy.RepresentationAttention].Spaces);
        Assert.Equal(["Popularity"], byName["without GS"].Spaces);
        Assert.Equal(["GS"], byName["without Popularity"].Spaces);
        Assert.True(byName[FusionStudy.FixedWeights].IsFixed);
        Assert.False(byName[FusionStudy.RepresentationAttention].IsFixed);

        // In lists of three the block's three unseen items come first, two of which are the test items.
        Assert.Equal(1, byName["GS"].Metrics.Recall, 12);
        Assert.Equal(1, byName[FusionStudy.FixedWeights].Metrics.Recall, 12);
        Assert.True(byName["Popularity"].Metrics.Recall < 0.9);
        Assert.Equal(byName["Popularity"].Metrics.Ndcg, byName["without GS"].Metrics.Ndcg, 12);

        // The three have the same score but for its last bits, and what the fusion multiplies it with may change which of them come first.
        Assert.Equal(1, byName["without Popularity"].Metrics.Recall, 12);
        Assert.Equal(TopNEvaluator.Evaluate(new Retriever(CreateAlone(context), Train), Test, 3).Ndcg, byName["GS"].Metrics.Ndcg, 12);
    }

    private static AttentionModel CreateAlone(SpaceTrainingContext context) =>
        AttentionModel.OfOne(new SpectralTrainer(new() { Dimensions = [2] }).Train(context).Space, Train);

    /// <summary>The number of an item among those of its block that the user lacks; 3 and up for one that it has; -1 outside the block.</summary>
    private static int Missing(int user, int item) => user % 2 != item % 2 ? -1 : (item / 2 - user / 2 + Items) % (Items / 2);

    private static InteractionMatrix Make(Func<int, int, bool> has)
    {
        var pairs = (from user in Enumerable.Range(0, Users) from item in Enumerable.Range(0, Items) where user % 2 == item % 2 && has(user, item) select (user, item)).ToArray();
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.user)], [.. pairs.Select(pair => pair.item)], Users, Items);
    }
}
