namespace Microsoft.ML.GlobalLocal.Tests;

public class LeaveOneOutEvaluatorTests
{
    private static readonly VectorSpace Space = new("S", 1, [1, 1], [5, 3, 3, 1, 2], VectorSimilarity.Product);
    private static readonly InteractionMatrix Train = InteractionMatrix.FromPairs([0, 1], [4, 4], 2, 5);

    [Fact]
    public void Ranks_the_positive_among_the_negatives()
    {
        var metrics = Evaluate(new LeaveOneOutCase(0, 1, [0, 3]), topN: 2);
        Assert.Equal(1, metrics.HitRate);
        Assert.Equal(1 / 2.0, metrics.Arhr, 12);
        Assert.Equal(1 / Math.Log2(3), metrics.Ndcg, 12);
    }

    [Fact]
    public void A_tie_counts_against_the_positive()
    {
        Assert.Equal(0, Evaluate(new LeaveOneOutCase(0, 1, [2]), topN: 1).HitRate);
        Assert.Equal(0, Evaluate(new LeaveOneOutCase(0, 2, [1]), topN: 1).HitRate);
        Assert.Equal(1, Evaluate(new LeaveOneOutCase(0, 2, [1]), topN: 2).HitRate);
    }

    [Fact]
    public void A_positive_that_training_did_not_have_ranks_last() =>
        Assert.Equal(0, Evaluate(new LeaveOneOutCase(0, -1, [1, 2]), topN: 10).HitRate);

    [Fact]
    public void A_user_that_training_did_not_have_counts_with_zeros() =>
        Assert.Equal(0, Evaluate(new LeaveOneOutCase(-1, 0, [3]), topN: 10).HitRate);

    [Fact]
    public void No_case_is_an_error() =>
        Assert.Throws<ArgumentException>(() => LeaveOneOutEvaluator.Evaluate(AttentionModel.OfOne(Space, Train), Train, [], 10));

    private static TopNMetrics Evaluate(LeaveOneOutCase single, int topN) =>
        LeaveOneOutEvaluator.Evaluate(AttentionModel.OfOne(Space, Train), Train, [single], topN);
}
