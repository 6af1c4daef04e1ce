namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>GF-CF against the formula, with the singular vectors by power iteration.</summary>
public class GfCfTrainerTests
{
    [Fact]
    public void The_score_is_that_of_the_linear_filter_and_the_low_pass()
    {
        const int Items = RandomInteractions.Items;
        var (users, items) = RandomInteractions.Counts;
        var dense = RandomInteractions.Dense;
        var linear = new double[Items, Items];
        for (int i = 0; i < Items; i++)
        {
            for (int j = 0; j < Items; j++)
            {
                linear[i, j] = Enumerable.Range(0, RandomInteractions.Users).Sum(user => dense[user, i] * dense[user, j] / users[user]) / Math.Sqrt(items[i] * items[j]);
            }
        }

        var first = FindLeading(linear, []);
        var second = FindLeading(linear, first);
        var space = new GfCfTrainer(new() { Dimension = 2, Alpha = 0.4f }).Train(RandomInteractions.Context).Space;
        for (int user = 0; user < RandomInteractions.Users; user++)
        {
            var scores = RandomInteractions.ScoreAll(space, user);
            for (int j = 0; j < Items; j++)
            {
                double expected = Enumerable.Range(0, Items).Sum(i => dense[user, i] * (linear[i, j] + 0.4 * (first[i] * first[j] + second[i] * second[j]) * Math.Sqrt(items[j] / items[i])));
                Assert.Equal(expected, scores[j], 1e-3);
            }
        }
    }

    [Fact]
    public void Without_weight_the_low_pass_is_left_out()
    {
        var narrow = new GfCfTrainer(new() { Dimension = 1, Alpha = 0 }).Train(RandomInteractions.Context).Space;
        var wide = new GfCfTrainer(new() { Dimension = 5, Alpha = 0 }).Train(RandomInteractions.Context).Space;
        Assert.Equal(RandomInteractions.ScoreAll(narrow, 3), RandomInteractions.ScoreAll(wide, 3));
        Assert.NotEqual(RandomInteractions.ScoreAll(narrow, 3), RandomInteractions.ScoreAll(new GfCfTrainer(new() { Dimension = 1, Alpha = 1 }).Train(RandomInteractions.Context).Space, 3));
    }

    /// <summary>The leading eigenvector that is at right angles with another.</summary>
    private static double[] FindLeading(double[,] matrix, double[] other)
    {
        int size = matrix.GetLength(0);
        var vector = Enumerable.Range(0, size).Select(n => 1 + 0.1 * (n % 3)).ToArray();
        for (int iteration = 0; iteration < 5000; iteration++)
        {
            double shared = other.Length == 0 ? 0 : vector.Zip(other, (a, b) => a * b).Sum();
            var straight = vector.Select((value, n) => value - (other.Length == 0 ? 0 : shared * other[n])).ToArray();
            var product = Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => matrix[i, j] * straight[j])).ToArray();
            double length = Math.Sqrt(product.Sum(value => value * value));
            vector = [.. product.Select(value => value / length)];
        }

        return vector;
    }
}
