namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>RP3beta against walks counted by hand.</summary>
public class Rp3BetaTrainerTests
{
    [Fact]
    public void A_weight_is_the_probability_of_the_walk_over_the_popularity_of_its_end()
    {
        var matrix = RandomInteractions.Matrix;
        var dense = RandomInteractions.Dense;
        var (users, items) = RandomInteractions.Counts;
        var space = Assert.IsType<NeighbourhoodSpace>(new Rp3BetaTrainer(new() { Alpha = 0.8f, Beta = 0.3f }).Train(RandomInteractions.Context).Space);

        for (int i = 0; i < matrix.ItemCount; i++)
        {
            for (int j = 0; j < matrix.ItemCount; j++)
            {
                double walks = Enumerable.Range(0, matrix.UserCount).Sum(user => dense[user, i] * dense[user, j] * Math.Pow(1 / items[i], 0.8) * Math.Pow(1 / users[user], 0.8));
                Assert.Equal(i == j ? 0 : walks / Math.Pow(items[j], 0.3), space.Weights.GetWeight(i, j), 1e-5);
            }
        }
    }
}
