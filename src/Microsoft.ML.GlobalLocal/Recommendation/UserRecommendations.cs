namespace Microsoft.ML.GlobalLocal;

/// <summary>The recommendations for one user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Items">The recommended items, best first.</param>
public sealed record UserRecommendations(string User, IReadOnlyList<Recommendation> Items);
