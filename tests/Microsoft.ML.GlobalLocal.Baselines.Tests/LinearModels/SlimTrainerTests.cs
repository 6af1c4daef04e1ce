namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>SLIM against the conditions of its optimum.</summary>
public class SlimTrainerTests
{
    [Theory]
    [InlineData(0.5f, 1)]
    [InlineData(2, 3)]
    public void The_weights_are_those_of_the_elastic_net_that_are_not_negative(float l1, float l2)
    {
        var gram = RandomInteractions.Gram;
        var space = Assert.IsType<NeighbourhoodSpace>(new SlimTrainer(new() { L1 = l1, L2 = l2 }).Train(RandomInteractions.Context).Space);

        int above = 0;
        for (int j = 0; j < RandomInteractions.Items; j++)
        {
            for (int i = 0; i < RandomInteractions.Items; i++)
            {
                float weight = space.Weights.GetWeight(i, j);
                if (i == j)
                {
                    Assert.Equal(0, weight);
                    continue;
                }

                // The derivative by W_ij is 0 where the weight is above 0, and not negative where it is 0.
                double derivative = Enumerable.Range(0, RandomInteractions.Items).Sum(k => gram[i, k] * space.Weights.GetWeight(k, j)) - gram[i, j] + l2 * weight + l1;
                Assert.InRange(derivative, -0.01, weight > 0 ? 0.01 : double.MaxValue);
                Assert.True(weight >= 0);
                above += weight > 0 ? 1 : 0;
            }
        }

        Assert.InRange(above, 20, RandomInteractions.Items * (RandomInteractions.Items - 1) - 20);
    }

    [Fact]
    public void Refuses_users_with_too_many_pairs_of_items()
    {
        var items = Enumerable.Range(0, 25_000).ToArray();
        var interactions = InteractionMatrix.FromPairs(new int[items.Length], items, 1, items.Length);
        Assert.Contains("625000000", new SlimTrainer().GetObstacle(interactions));
        Assert.Contains("625000000", new CoFactorTrainer().GetObstacle(interactions));
    }
}
