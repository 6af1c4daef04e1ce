namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RankingGainTests
{
    [Fact]
    public void The_error_is_that_of_the_users_differences()
    {
        // Differences of recall .1, .3, -.1: mean .1, variance (0 + .04 + .04) / 2 = .04, standard error .2 / sqrt(3). Of NDCG all are .1.
        var before = new[] { User(0.5, 0.2), User(0.2, 0.4), User(0.8, 0.6) };
        var after = new[] { User(0.6, 0.3), User(0.5, 0.5), User(0.7, 0.7) };
        var comparison = new RankingComparison(before, after);
        Assert.Equal(0.5, comparison.Recall.Before, 1e-12);
        Assert.Equal(0.6, comparison.Recall.After, 1e-12);
        Assert.Equal(0.2 / Math.Sqrt(3), comparison.Recall.StandardError, 1e-12);
        Assert.Equal(0.4, comparison.Ndcg.Before, 1e-12);
        Assert.Equal(0.5, comparison.Ndcg.After, 1e-12);
        Assert.Equal(0, comparison.Ndcg.StandardError, 1e-12);
    }

    private static UserMetrics User(double recall, double ndcg) => new(0, recall, 0, 0, 0, ndcg);
}
