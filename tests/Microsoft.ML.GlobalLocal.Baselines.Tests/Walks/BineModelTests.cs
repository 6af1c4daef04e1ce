namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class BineModelTests
{
    [Fact]
    public void Centrality_is_that_of_the_leading_singular_vectors()
    {
        // A = [1 1; 1 0]: A A^T = [2 1; 1 1], whose leading eigenvector is (phi, 1); a third user without items is the least central.
        var interactions = InteractionMatrix.FromPairs([0, 0, 1], [0, 1, 0], 3, 2);

        var (users, items) = HitsCentrality.Compute(interactions);

        float ratio = 2 / (1 + MathF.Sqrt(5));
        Assert.Equal([1, ratio, 0], users, (expected, actual) => MathF.Abs(expected - actual) < 1e-5f);
        Assert.Equal([1, 0], items);
    }

    [Fact]
    public void Central_nodes_start_more_walks()
    {
        var options = new BineTrainer.Options { MaximumWalks = 32, MinimumWalks = 2 };

        Assert.Equal(32, BineTrainer.GetWalkCount(1, options));
        Assert.Equal(17, BineTrainer.GetWalkCount(0.51f, options));
        Assert.Equal(2, BineTrainer.GetWalkCount(0, options));
    }

    [Fact]
    public void An_interaction_moves_both_vectors_by_its_gradient()
    {
        var model = new BineModel(Blocks.Train, new() { Dimension = 2, PairWeight = 0.5f, LearningRate = 0.1f }, seed: 1);
        (model.Users[0], model.Users[1]) = (1, 2);
        (model.Items[10], model.Items[11]) = (-1, 1);

        model.TrainPair(0, 5);

        // The product is 1; sigmoid(-1) = 0.26894142, times 0.05.
        float step = 0.05f * 0.26894142f;
        Assert.Equal([1 - step, 2 + step], model.Users[..2], (expected, actual) => MathF.Abs(expected - actual) < 1e-6f);
        Assert.Equal([-1 + step, 1 + 2 * step], model.Items[10..12], (expected, actual) => MathF.Abs(expected - actual) < 1e-6f);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Walks_start_where_the_centrality_is(int minimumWalks, bool startEverywhere)
    {
        // Three users who share three items hold all centrality; two others share one item. The interactions weigh so little that only walks move vectors.
        var interactions = InteractionMatrix.FromPairs([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4], [0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 3], 5, 4);
        var model = new BineModel(interactions, new() { Dimension = 4, MaximumWalks = 8, MinimumWalks = minimumWalks, PairWeight = 1e-30f }, seed: 1);
        float[] before = [.. model.Users];

        // In the first epoch all context vectors are zeros until a walk has moved them.
        model.TrainEpoch();
        model.TrainEpoch();

        Assert.NotEqual(before[..4], model.Users[..4]);
        Assert.Equal(startEverywhere, !before[12..].SequenceEqual(model.Users[12..]));
    }
}
