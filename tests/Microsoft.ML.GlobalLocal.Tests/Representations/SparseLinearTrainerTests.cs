namespace Microsoft.ML.GlobalLocal.Tests;

public class SparseLinearTrainerTests
{
    private const float Regularization = 0.5f;

    private static readonly InteractionMatrix Interactions = SpaceTraining.Scattered;

    private static int Count => Interactions.ItemCount;

    [Fact]
    public void No_weight_can_be_moved_to_lower_the_objective()
    {
        var weights = Train(new() { Regularization = Regularization, Neighbours = Count });
        double ridge = Regularization * Interactions.Count / Count;
        int positive = 0;
        for (int j = 0; j < Count; j++)
        {
            Assert.Equal(0, weights.GetWeight(j, j));
            for (int i = 0; i < Count; i++)
            {
                if (i == j || Gram(i, j) == 0)
                {
                    continue;
                }

                // Half the derivative of |A - A W|^2 + r |W|^2 by W_ij: 0 where the weight is free to move, and not negative where it can only grow.
                double derivative = ridge * weights.GetWeight(i, j) - Gram(i, j) + Enumerable.Range(0, Count).Sum(k => Gram(i, k) * weights.GetWeight(k, j));
                Assert.True(weights.GetWeight(i, j) >= 0);
                Assert.True(derivative > -0.01, $"{i}, {j}: {derivative}");
                if (weights.GetWeight(i, j) > 0)
                {
                    positive++;
                    Assert.Equal(0, derivative, 0.01);
                }
            }
        }

        // Neither all nor none: else the sign would not be tested.
        Assert.InRange(positive, Count, Count * (Count - 1) / 2);
    }

    [Fact]
    public void Only_the_nearest_items_have_a_weight()
    {
        const int Neighbours = 5;
        var weights = Train(new() { Neighbours = Neighbours });
        for (int j = 0; j < Count; j++)
        {
            double Cosine(int i) => Gram(i, j) == 0 ? 0 : Gram(i, j) / Math.Sqrt(Gram(i, i) * Gram(j, j));
            var cosines = Enumerable.Range(0, Count).Where(i => i != j).Select(Cosine).OrderDescending().ToArray();
            var weighted = Enumerable.Range(0, Count).Where(i => weights.GetWeight(i, j) != 0).ToArray();
            Assert.True(weighted.Length <= Neighbours);
            Assert.All(weighted, i => Assert.True(Cosine(i) >= cosines[Neighbours - 1] - 1e-6));
        }

        Assert.True(Enumerable.Range(0, Count).Sum(i => weights.GetNeighbours(i).Length) > 2 * Count);
    }

    [Fact]
    public void A_weight_of_one_neighbour_is_known()
    {
        // 3 users have both items, one has the first alone, two have the second alone: (3) / (4 + r) for the second and (3) / (5 + r) for the first.
        var interactions = InteractionMatrix.FromPairs([0, 0, 1, 1, 2, 2, 3, 4, 5], [0, 1, 0, 1, 0, 1, 0, 1, 1], 6, 2);
        var weights = Train(new() { Regularization = 2 }, interactions);

        // r is given relative to the mean of 4 and 5.
        Assert.Equal(3 / (4 + 9.0), weights.GetWeight(0, 1), 5);
        Assert.Equal(3 / (5 + 9.0), weights.GetWeight(1, 0), 5);
    }

    [Fact]
    public void Names_the_obstacle_of_long_lists()
    {
        var interactions = InteractionMatrix.FromPairs([0, 0, 0, 1], [0, 1, 2, 0], 2, 3);
        var trainer = new SparseLinearTrainer(new() { MaximumPairs = 9 });

        Assert.Contains("10 pairs of items", trainer.GetObstacle(interactions));
        Assert.Contains("MaximumPairs = 9", Assert.Throws<InvalidOperationException>(() => trainer.Train(SpaceTraining.CreateContext(interactions))).Message);
        Assert.Null(new SparseLinearTrainer(new() { MaximumPairs = 10 }).GetObstacle(interactions));
    }

    [Fact]
    public void Names_the_obstacle_of_small_data()
    {
        var interactions = InteractionMatrix.FromPairs([0, 0, 0, 1], [0, 1, 2, 0], 2, 3);
        var trainer = new SparseLinearTrainer(new() { MinimumSize = 3 });

        Assert.Contains("MinimumSize; here are 2 and 3.", trainer.GetObstacle(interactions));
        Assert.Contains("3 users and items or more", Assert.Throws<InvalidOperationException>(() => trainer.Train(SpaceTraining.CreateContext(interactions))).Message);
        Assert.Null(new SparseLinearTrainer(new() { MinimumSize = 2 }).GetObstacle(interactions));
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Assert.Contains("Regularization", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { Regularization = 0 })).Message);
        Assert.Contains("RefinementFactors", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { RefinementFactors = [1] })).Message);
        Assert.Contains("Neighbours", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { Neighbours = 0 })).Message);
        Assert.Contains("Dimension", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { Dimension = 0 })).Message);
        Assert.Contains("MinimumSize", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { MinimumSize = 0 })).Message);
        Assert.Contains("MaximumPairs", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseLinearTrainer(new() { MaximumPairs = 0 })).Message);
    }

    private static NeighbourWeights Train(SparseLinearTrainer.Options options, InteractionMatrix? interactions = null) =>
        ((NeighbourhoodSpace)new SparseLinearTrainer(options).Train(SpaceTraining.CreateContext(interactions ?? Interactions)).Space).Weights;

    private static int Gram(int i, int j)
    {
        int shared = 0;
        foreach (int user in Interactions.Transposed.GetItems(i))
        {
            shared += Interactions.Contains(user, j) ? 1 : 0;
        }

        return shared;
    }
}
