namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>One point of the grid of FastTree.</summary>
/// <param name="Leaves">The largest number of leaves of a tree.</param>
/// <param name="Trees">The number of trees.</param>
/// <param name="Validation">The mean of recall and NDCG at N over the users, by cross-validation; NaN before.</param>
internal sealed record RerankingTrial(int Leaves, int Trees, double Validation = double.NaN);
