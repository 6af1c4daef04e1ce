namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class WalkModelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Negatives_are_of_the_type_of_the_near_node_where_asked_for(bool byType)
    {
        var model = new WalkModel(Blocks.Train, new Metapath2VecTrainer.Options { Dimension = 4 }, 1, 1, byType, seed: 1);
        var random = new Random(1);

        Assert.Equal(byType, Enumerable.Range(0, 200).All(_ => model.GetNoise(0).Draw(random) < Blocks.Users));
        Assert.Equal(byType, Enumerable.Range(0, 200).All(_ => model.GetNoise(Blocks.Users).Draw(random) >= Blocks.Users));
    }

    [Fact]
    public void An_items_score_has_its_popularity_to_the_exponent_of_the_negatives()
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

    [Fact]
    public void Metapath2vec_has_even_walks_and_negatives_by_type()
    {
        var options = new Metapath2VecTrainer.Options { Dimension = 4, LearningRate = 0.1f, MaximumEpochs = 2 };
        var space = new Metapath2VecTrainer(options).Train(Blocks.CreateContext(validate: false)).Space;

        Assert.Equal(Train(options, p: 1, q: 1, negativesByType: true), space.GetUserVector(0).ToArray());
        Assert.NotEqual(Train(options, p: 1, q: 1, negativesByType: false), space.GetUserVector(0).ToArray());
    }

    [Fact]
    public void Node2vec_has_its_own_p_and_q_and_negatives_of_any_type()
    {
        var options = new N2vScdnnrTrainer.Options { Dimension = 4, P = 4, Q = 0.25f, LearningRate = 0.1f, MaximumEpochs = 2, UserClusters = 2, ItemClusters = 2 };
        var space = new N2vScdnnrTrainer(options).Train(Blocks.CreateContext(validate: false)).Space;

        Assert.Equal(Train(options, p: 4, q: 0.25f, negativesByType: false), space.GetUserVector(0)[..5].ToArray());
        Assert.NotEqual(Train(options, p: 1, q: 1, negativesByType: false), space.GetUserVector(0)[..5].ToArray());
    }

    private static float[] Train(WalkOptions options, float p, float q, bool negativesByType)
    {
        var model = new WalkModel(Blocks.Train, options, p, q, negativesByType, Blocks.CreateContext().Seed);
        model.TrainEpoch();
        model.TrainEpoch();
        return model.CreateTables().Users[..5];
    }
}
