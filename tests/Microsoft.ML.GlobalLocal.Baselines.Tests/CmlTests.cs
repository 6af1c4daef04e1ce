namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class CmlTests
{
    [Fact]
    public void No_vector_leaves_the_ball_and_some_reach_its_surface()
    {
        // So large a rate throws vectors far out: without the ball they would stay there.
        var model = new CmlModel(Blocks.Train, new() { Dimension = 4, LearningRate = 5, BatchSize = 10 }, seed: 1);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            model.TrainEpoch(CancellationToken.None);
        }

        var norms = model.Vectors.Chunk(4).Select(vector => Math.Sqrt(vector.Sum(x => x * x))).ToArray();
        Assert.All(norms, norm => Assert.True(norm <= 1 + 1e-6));
        Assert.Contains(norms, norm => norm > 1 - 1e-6);
    }

    [Fact]
    public void An_interaction_pulls_its_item_and_pushes_the_nearest_other_within_the_margin()
    {
        // One user at (0, 0) has item 0 at (0.6, 0.4). Of the others, item 1 is nearest, and item 2 within the margin too.
        var model = new CmlModel(InteractionMatrix.FromPairs([0], [0], 1, 3), new() { Dimension = 2, LearningRate = 0.125f, Margin = 0.5f, Negatives = 50, CovarianceWeight = 0 }, seed: 1);
        new float[] { 0, 0, 0.6f, 0.4f, -0.2f, 0.3f, -0.5f, -0.5f }.CopyTo(model.Vectors, 0);

        model.TrainEpoch(CancellationToken.None);

        // The first step of AdaGrad is the learning rate against the sign of the gradient: k - i for the user, i - u for its item, u - k for the other.
        AssertEqual([0.125f, 0.125f, 0.475f, 0.275f, -0.325f, 0.425f, -0.5f, -0.5f]);

        // Beyond the margin nothing moves.
        float[] apart = [0, 0, 0.1f, 0, -0.9f, 0, 0, 0.9f];
        apart.CopyTo(model.Vectors, 0);
        model.TrainEpoch(CancellationToken.None);
        AssertEqual(apart);

        void AssertEqual(float[] expected) => Assert.All(expected, (value, n) => Assert.Equal(value, model.Vectors[n], 1e-5f));
    }

    [Fact]
    public void Interactions_of_a_batch_are_summed_by_the_weights_of_their_ranks()
    {
        // One user at (0, 0). Both others are impostors of item 0, at (0.6, 0.4); of item 1, at (0.385, 0.2), only the nearest is, item 2 at (0.5, 0). It pushes
        // the user left by 0.1 for the former and right by 0.115 for the latter: right without the weights, ln 5 and about ln 3, and left with them.
        var model = new CmlModel(InteractionMatrix.FromPairs([0, 0], [0, 1], 1, 4), new() { Dimension = 2, LearningRate = 0.125f, Margin = 0.1f, Negatives = 200, CovarianceWeight = 0 }, seed: 1);
        new float[] { 0, 0, 0.6f, 0.4f, 0.385f, 0.2f, 0.5f, 0, 0, 0.7f }.CopyTo(model.Vectors, 0);
        model.TrainEpoch(CancellationToken.None);
        Assert.Equal(0.125f, model.Vectors[0], 1e-5f);
    }

    [Fact]
    public void An_interaction_weighs_more_the_lower_its_item_ranks()
    {
        Assert.Equal(0, CmlModel.GetRankWeight(1000, impostors: 0, drawn: 20));
        Assert.Equal(MathF.Log(51), CmlModel.GetRankWeight(1000, impostors: 1, drawn: 20), 1e-6f);
        Assert.Equal(MathF.Log(1001), CmlModel.GetRankWeight(1000, impostors: 20, drawn: 20), 1e-6f);
    }

    [Fact]
    public void The_covariance_is_that_between_different_dimensions()
    {
        // Centred: (1, 2, 0), (-1, 0, 3), (0, -2, -3). Products over 3: 01: 2, 02: -3, 12: 6.
        var covariances = CmlModel.GetCovariances([1, 2, 0, -1, 0, 3, 0, -2, -3], 3);
        float[] expected = [0, 2 / 3f, -1, 2 / 3f, 0, 2, -1, 2, 0];
        Assert.All(expected.Zip(covariances), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void The_regulariser_takes_covariance_away()
    {
        double Train(float weight)
        {
            var model = new CmlModel(Blocks.Train, new() { Dimension = 4, CovarianceWeight = weight, Margin = 1 }, seed: 1);
            for (int epoch = 0; epoch < 30; epoch++)
            {
                model.TrainEpoch(CancellationToken.None);
            }

            float[] means = [.. Enumerable.Range(0, 4).Select(n => model.Vectors.Where((_, place) => place % 4 == n).Average())];
            float[] centred = [.. model.Vectors.Select((x, place) => x - means[place % 4])];
            return CmlModel.GetCovariances(centred, 4).Sum(x => x * x);
        }

        Assert.True(Train(100) < Train(0) / 2);
    }
}
