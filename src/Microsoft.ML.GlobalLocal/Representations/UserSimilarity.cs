namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// How a <see cref="UserNeighbourhoodSpace"/> compares users, and how the nearest ones vote. The similarity of users u and v is
/// the sum over their common items i of n_i^-a, times n_v^-b (n: numbers of interactions); the vote of v is this to the power q; the votes for an item j
/// are multiplied with n_j^p.
/// </summary>
public sealed record UserSimilarity
{
    /// <summary>The exponent a, by which popular common items are scaled down; at least 0. Default: 0.5.</summary>
    public float ItemExponent { get; init; } = 0.5f;

    /// <summary>The exponent b, by which active neighbours are scaled down; at least 0. Default: 0.5.</summary>
    public float UserExponent { get; init; } = 0.5f;

    /// <summary>The power q of the similarity: the higher, the more the very nearest decide; above 0. Default: 1.</summary>
    public float SimilarityExponent { get; init; } = 1;

    /// <summary>The exponent p, by which popular items that are voted for are scaled up, or down where it is negative. Default: -0.15.</summary>
    public float PopularityExponent { get; init; } = -0.15f;

    /// <summary>How many users vote, the nearest; at least 1. Default: 300.</summary>
    public int Neighbours { get; init; } = 300;

    /// <summary>Checks that every number is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Check()
    {
        OptionCheck.AtLeast(ItemExponent, 0, nameof(ItemExponent));
        OptionCheck.AtLeast(UserExponent, 0, nameof(UserExponent));
        OptionCheck.Above(SimilarityExponent, 0, nameof(SimilarityExponent));
        OptionCheck.Finite(PopularityExponent, nameof(PopularityExponent));
        OptionCheck.AtLeast(Neighbours, 1, nameof(Neighbours));
    }
}
