namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What re-ranking by FastTree adds on a data set.</summary>
/// <param name="Features">The names of the features.</param>
/// <param name="Trials">The points that were tried.</param>
/// <param name="Chosen">The one that validates best, by which the test was ranked.</param>
/// <param name="Validation">The chosen point on the held-out part that it was chosen by.</param>
/// <param name="CandidateRecall">The recall of all candidates on the test data: more than this no re-ranking can reach.</param>
/// <param name="Test">The test data, read once.</param>
/// <param name="Seconds">The processor time of the ranking, over all threads: trials, training, lists; without that of the model.</param>
internal sealed record RerankingResult(
    IReadOnlyList<string> Features,
    IReadOnlyList<RerankingTrial> Trials,
    RerankingTrial Chosen,
    RankingComparison Validation,
    double CandidateRecall,
    RankingComparison Test,
    double Seconds)
{
    /// <summary>Whether the re-ranked lists validate better than the model's own, by the mean of recall and NDCG: who goes by validation re-ranks only then.</summary>
    public bool ValidatesBetter => Validation.Recall.After + Validation.Ndcg.After > Validation.Recall.Before + Validation.Ndcg.Before;
}
