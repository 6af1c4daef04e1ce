namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The same users' lists before and after re-ranking.</summary>
/// <param name="Before">The metrics of the model's own lists, user by user.</param>
/// <param name="After">The metrics of the re-ranked lists, of the same users in the same order.</param>
internal sealed record RankingComparison(IReadOnlyList<UserMetrics> Before, IReadOnlyList<UserMetrics> After)
{
    /// <summary>The gain in recall.</summary>
    public RankingGain Recall => RankingGain.Of(Before, After, user => user.Recall);

    /// <summary>The gain in NDCG.</summary>
    public RankingGain Ndcg => RankingGain.Of(Before, After, user => user.Ndcg);
}
