namespace Microsoft.ML.GlobalLocal.Tests;

public class EaseTrainerTests
{
    private const float Regularization = 3;
    private const float ItemExponent = 0.25f;

    /// <summary>More users than items, and more items than users: the two ways to the same weights.</summary>
    public static TheoryData<bool> Transposed => [false, true];

    [Theory]
    [MemberData(nameof(Transposed))]
    public void Weights_solve_the_normal_equations_with_a_zero_diagonal(bool transposed)
    {
        var interactions = transposed ? SpaceTraining.Scattered.Transposed : SpaceTraining.Scattered;
        int count = interactions.ItemCount;
        var trainer = new EaseTrainer(new() { Regularization = Regularization, ItemExponent = ItemExponent, Neighbours = count });
        var weights = ((NeighbourhoodSpace)trainer.Train(SpaceTraining.CreateContext(interactions)).Space).Weights;

        var scales = Enumerable.Range(0, count).Select(item => Math.Pow(Math.Max(1, interactions.Transposed.GetCount(item)), -ItemExponent)).ToArray();
        double Gram(int i, int j) => scales[i] * scales[j] * interactions.Transposed.GetItems(i).ToArray().Count(user => interactions.Contains(user, j));
        double ridge = Regularization * Enumerable.Range(0, count).Average(item => Gram(item, item));
        for (int j = 0; j < count; j++)
        {
            Assert.Equal(0, weights.GetWeight(j, j));
            for (int i = 0; i < count; i++)
            {
                // Column j of B minimises, so for all i but j: ((M^T M + r I) B)_ij = (M^T M)_ij.
                double left = 0;
                for (int k = 0; k < count; k++)
                {
                    double b = weights.GetWeight(k, j) / scales[k] * scales[j];
                    left += (Gram(i, k) + (i == k ? ridge : 0)) * b;
                }

                if (i != j)
                {
                    Assert.Equal(Gram(i, j), left, 3);
                }
            }
        }
    }

    [Fact]
    public void Products_of_the_vectors_tell_the_blocks()
    {
        var interactions = SpaceTraining.Checkerboard;
        var space = new EaseTrainer(new() { Dimension = 8 }).Train(SpaceTraining.CreateContext(interactions)).Space;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            for (int item = 0; item < interactions.ItemCount; item++)
            {
                bool own = user / SpaceTraining.UsersPerBlock == item / SpaceTraining.ItemsPerBlock;
                double product = System.Numerics.Tensors.TensorPrimitives.Dot(space.GetUserVector(user), space.GetItemVector(item));
                Assert.True(own ? product > 0.05 : Math.Abs(product) < 1e-4, $"User {user}, item {item}: {product}.");
            }
        }
    }

    [Fact]
    public void Keeps_the_strongest_weights()
    {
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered);
        var all = ((NeighbourhoodSpace)new EaseTrainer(new() { Neighbours = 100 }).Train(context).Space).Weights;
        var few = ((NeighbourhoodSpace)new EaseTrainer(new() { Neighbours = 5 }).Train(context).Space).Weights;
        for (int item = 0; item < all.ItemCount; item++)
        {
            var expected = all.GetWeights(item).ToArray().Select(MathF.Abs).OrderDescending().Take(5).ToArray();
            Assert.Equal(expected, few.GetWeights(item).ToArray().Select(MathF.Abs).OrderDescending());
        }
    }

    [Fact]
    public void Names_the_obstacle_of_a_large_catalogue()
    {
        var interactions = SpaceTraining.Scattered;
        var trainer = new EaseTrainer(new() { MaximumSize = 42 });

        Assert.Contains("MaximumSize = 42", trainer.GetObstacle(interactions));
        Assert.Contains("43 items", Assert.Throws<InvalidOperationException>(() => trainer.Train(SpaceTraining.CreateContext(interactions))).Message);
        Assert.Null(new EaseTrainer(new() { MaximumSize = 43 }).GetObstacle(interactions));
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Assert.Contains("Regularization", Assert.Throws<ArgumentOutOfRangeException>(() => new EaseTrainer(new() { Regularization = 0 })).Message);
        Assert.Contains("RefinementFactors", Assert.Throws<ArgumentOutOfRangeException>(() => new EaseTrainer(new() { RefinementFactors = [1] })).Message);
        Assert.Contains("Neighbours", Assert.Throws<ArgumentOutOfRangeException>(() => new EaseTrainer(new() { Neighbours = 0 })).Message);
    }

    [Fact]
    public void The_search_keeps_to_the_least_regularisation()
    {
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered, SpaceTraining.HeldOut);
        var trained = new EaseTrainer(new() { Regularization = 1e-3f, RefinementFactors = [1.5f] }).Train(context);

        Assert.Equal("GE", trained.Trainer.Train(context with { Validation = null }).Space.Name);
    }
}
