namespace Microsoft.ML.GlobalLocal;

/// <summary>Which items a <see cref="Recommender"/> may return, and how far it searches.</summary>
public sealed record RecommendationOptions
{
    /// <summary>The ids of the only items that may be returned. Default: all.</summary>
    public IEnumerable<string>? Allow { get; init; }

    /// <summary>The ids of items that are not returned. Default: none.</summary>
    public IEnumerable<string>? Deny { get; init; }

    /// <summary>Whether items that the user has already interacted with may be returned. Default: no.</summary>
    public bool IncludeSeen { get; init; }

    /// <summary>
    /// The number K of clusters to search, from 1 to the M of the model's index: fewer are quicker, all are exact. Default: as the model has it.
    /// </summary>
    public int? SearchedClusters { get; init; }
}
