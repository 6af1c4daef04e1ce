namespace Microsoft.ML.GlobalLocal.Tests;

public class UserMetricsTests
{
    [Fact]
    public void Equals_the_values_worked_out_by_hand()
    {
        // Hits at ranks 1 and 3 of 4, three test items.
        var metrics = UserMetrics.Compute(7, [5, 1, 9, 2], [5, 8, 9], topN: 4);
        Assert.Equal(7, metrics.User);
        Assert.Equal(2 / 3.0, metrics.Recall, 12);
        Assert.Equal(2 / 4.0, metrics.Precision, 12);
        Assert.Equal(1, metrics.HitRate);
        Assert.Equal(1 + 1 / 3.0, metrics.Arhr, 12);
        double ideal = 1 + 1 / Math.Log2(3) + 1 / Math.Log2(4);
        Assert.Equal((1 + 1 / Math.Log2(4)) / ideal, metrics.Ndcg, 12);
    }

    [Fact]
    public void The_ideal_list_is_no_longer_than_n() =>
        Assert.Equal(1, UserMetrics.Compute(0, [3, 4], [1, 2, 3, 4], topN: 2).Ndcg, 12);

    [Fact]
    public void A_short_list_still_divides_precision_by_n() =>
        Assert.Equal(1 / 10.0, UserMetrics.Compute(0, [3], [3], topN: 10).Precision, 12);

    [Fact]
    public void A_list_without_a_hit_counts_with_zeros() =>
        Assert.Equal(new UserMetrics(0, 0, 0, 0, 0, 0), UserMetrics.Compute(0, [1, 2], [3], topN: 2));
}
