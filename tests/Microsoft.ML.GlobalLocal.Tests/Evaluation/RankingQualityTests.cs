namespace Microsoft.ML.GlobalLocal.Tests;

public class RankingQualityTests
{
    [Fact]
    public void It_is_recall_and_ndcg_of_the_list_and_hits_and_ndcg_among_random_items()
    {
        // Items 5 and 9 are held out; 9 comes second in the list of 2.
        var metrics = UserMetrics.Compute(0, [1, 9], [5, 9], topN: 2);
        double second = 1 / Math.Log2(3);
        float[] sampled = [.. Enumerable.Range(0, 12).Select(n => (float)n)];

        // 10.5 is below one random item; 1 below ten, and as high as one more: out of the first 10.
        var quality = RankingQuality.Of(metrics, [10.5f, 1], sampled);
        Assert.Equal((0.5 + second / (1 + second)) / 2, quality.Top, 12);
        Assert.Equal((1 + second) / 2 / 2, quality.Sampled, 12);
        Assert.Equal((quality.Top + quality.Sampled) / 2, quality.Mean, 12);
    }

    [Fact]
    public void A_tie_with_a_random_item_counts_against_the_held_out_one()
    {
        var metrics = UserMetrics.Compute(0, [], [5], topN: 2);
        Assert.Equal((1 + 1 / Math.Log2(3)) / 2, RankingQuality.Of(metrics, [3], [3, 1]).Sampled, 12);
    }

    [Fact]
    public void The_mean_is_over_users_and_a_gain_is_a_ratio()
    {
        var average = RankingQuality.Average([new(0.2, 0.4), new(0.4, 0.8)]);
        Assert.Equal(0.3, average.Top, 12);
        Assert.Equal(0.6, average.Sampled, 12);
        Assert.Equal(2, new RankingQuality(0.6, 1.2).MeanRatio(average), 12);
        Assert.Equal(1.25, new RankingQuality(0.6, 0.3).MeanRatio(average), 12);
        Assert.Equal(1, new RankingQuality(0.6, 0.9).MeanRatio(new RankingQuality(0, 0.9)), 12);
    }

    [Fact]
    public void Random_items_are_those_that_the_user_does_not_have_each_draw_the_same()
    {
        int[] seen = [0, 2, 4];
        int[] heldOut = [1];
        var items = new int[RankingQuality.SampledItems];
        int count = RankingQuality.Sample(user: 3, seen, heldOut, itemCount: 1000, seed: 7, items);
        Assert.Equal(RankingQuality.SampledItems, count);
        Assert.Empty(items.Intersect([.. seen, .. heldOut]));
        var again = new int[items.Length];
        RankingQuality.Sample(user: 3, seen, heldOut, itemCount: 1000, seed: 7, again);
        Assert.Equal(items, again);
        RankingQuality.Sample(user: 4, seen, heldOut, itemCount: 1000, seed: 7, again);
        Assert.NotEqual(items, again);
        Assert.Equal(1, RankingQuality.Sample(user: 3, seen, heldOut, itemCount: 5, seed: 7, items));
        Assert.Equal(3, items[0]);
    }

    [Fact]
    public void A_space_is_judged_over_the_users_with_held_out_items()
    {
        var train = InteractionMatrix.FromPairs([0, 1, 2], [0, 0, 1], 3, 4);
        var heldOut = InteractionMatrix.FromPairs([0, 1], [3, 2], 3, 4);

        // User 0's item comes first of all that it does not have, user 1's behind both others.
        var space = new VectorSpace("S", 2, [1, 0, 0, 1, 1, 1], [0, 0, 1, 5, 2, 2, 3, 5], VectorSimilarity.Product);
        var quality = RankingQuality.Judge(AttentionModel.OfOne(space, train), train, heldOut, topN: 1, seed: 1, new ParallelOptions(), maximumUsers: int.MaxValue);
        Assert.Equal((1 + 0) / 2.0, quality.Top, 12);
        Assert.Equal((1 + (1 + 1 / Math.Log2(4)) / 2) / 2, quality.Sampled, 12);
    }
}
