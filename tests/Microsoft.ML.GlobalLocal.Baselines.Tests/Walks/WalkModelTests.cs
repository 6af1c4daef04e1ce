namespace Microsoft.ML.GlobalLocal.Baselines.Tests.Walks;

public class WalkModelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NegativesAreOfTheTypeOfTheNearNodeWhereAskedFor(bool byType)
    {
        var model = new WalkModel(Blocks.Train, new Metapath2VecTrainer.Options { Dimension = 4 }, 1, 1, byType, seed: 1);
        var random = new Random(1);

        Assert.Equal(byType, Enumerable.Range(0, 200).All(_ => model.GetNoise(0).Draw(random) < Blocks.Users));
        Assert.Equal(byType, Enumerable.Range(0, 200).All(_ => model.GetNoise(Blocks.Users).Draw(random) >= Blocks.Users));
    }

    [Fact]
    public void AnItemsScoreHasItsPopularityToTheExponentOfTheNegatives()
    {
        var interactions = InteractionMatrix.FromPairs([0, 0, 1], [0, 1, 0], 2, 3);
        var model = new WalkModel(interactions, new Metapath2VecTrainer.Options { Dimension = 4, NoiseExponent = 0.75f }, 1, 1, negativesByType: true, seed: 1);

        // The context vectors start at zero: what is left is 0.75 ln(n + 1).
        var (users, items) = model.CreateTables();
        var space = new VectorSpace("test", 5, users, items, VectorSimilarity.Product);
        var scores = new float[3];
        space.ScoreAll(space.View(interactions, 1), scores);
        Assert.Equal([0.75f * MathF.Log(3), 0.75f * MathF.Log(2), 0], scores, (expected, actual) => MathF.Abs(expected - actual) < 1e-5f);
    }
}
