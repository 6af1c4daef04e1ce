namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>EASE against the conditions of its least squares.</summary>
public class DenseEaseTrainerTests
{
    [Fact]
    public void The_diagonal_is_zero_and_the_weights_solve_the_normal_equations()
    {
        const double Lambda = 3;
        var gram = RandomInteractions.Gram;
        var space = Assert.IsType<DenseWeightSpace>(new DenseEaseTrainer(new() { Lambda = (float)Lambda }).Train(RandomInteractions.Context).Space);

        for (int j = 0; j < RandomInteractions.Items; j++)
        {
            Assert.Equal(0, space.GetWeights(j)[j]);
            for (int i = 0; i < RandomInteractions.Items; i++)
            {
                // Off the diagonal, the derivative of |A - A B|^2 + lambda |B|^2 by B_ij vanishes.
                double product = Enumerable.Range(0, RandomInteractions.Items).Sum(k => gram[i, k] * space.GetWeights(k)[j]);
                Assert.True(i == j || Math.Abs(product + Lambda * space.GetWeights(i)[j] - gram[i, j]) < 1e-3);
            }
        }
    }

    [Fact]
    public void A_score_is_the_sum_of_the_weights_from_the_users_items()
    {
        var space = Assert.IsType<DenseWeightSpace>(new DenseEaseTrainer(new() { Lambda = 3 }).Train(RandomInteractions.Context).Space);
        var scores = RandomInteractions.ScoreAll(space, user: 4);
        Assert.Equal(RandomInteractions.Matrix.GetItems(4).ToArray().Sum(item => space.GetWeights(item)[9]), scores[9], 1e-5f);
    }

    [Fact]
    public void Refuses_a_catalogue_too_large_for_a_dense_matrix() =>
        Assert.Contains("50000", new DenseEaseTrainer().GetObstacle(InteractionMatrix.FromPairs([0], [0], 10, 50_000)));
}
