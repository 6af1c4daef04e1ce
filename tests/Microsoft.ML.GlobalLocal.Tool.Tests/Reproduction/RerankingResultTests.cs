namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RerankingResultTests
{
    [Theory]
    [InlineData(0.31, 0.40, true)]
    [InlineData(0.29, 0.42, true)]
    [InlineData(0.31, 0.38, false)]
    [InlineData(0.30, 0.40, false)]
    public void Validation_decides_by_recall_and_NDCG_together(double recall, double ndcg, bool better)
    {
        // The test data says the opposite, and has no say.
        var result = new RerankingResult([], [], new RerankingTrial(4, 30), Compare(0.30, 0.40, recall, ndcg), 1, Compare(0.5, 0.5, better ? 0 : 1, better ? 0 : 1), 0);
        Assert.Equal(better, result.ValidatesBetter);
    }

    private static RankingComparison Compare(double recallBefore, double ndcgBefore, double recallAfter, double ndcgAfter) =>
        new([new UserMetrics(0, recallBefore, 0, 0, 0, ndcgBefore)], [new UserMetrics(0, recallAfter, 0, 0, 0, ndcgAfter)]);
}
