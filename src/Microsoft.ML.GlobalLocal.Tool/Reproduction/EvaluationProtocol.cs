namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>How a run is evaluated.</summary>
/// <param name="TopN">The length N of the lists.</param>
/// <param name="Clusters">The number M of clusters of the index; <see langword="null"/>: all items are searched.</param>
/// <param name="SearchedClusters">The number K of clusters that are searched; <see langword="null"/> without an index.</param>
/// <param name="LeaveOneOut">Whether one item per user is ranked among negatives.</param>
internal sealed record EvaluationProtocol(int TopN, int? Clusters = null, int? SearchedClusters = null, bool LeaveOneOut = false)
{
    /// <summary>The length N of the lists in leave-one-out.</summary>
    public const int LeaveOneOutTopN = 10;

    /// <summary>The number K of clusters that the paper searches but in figure 4.</summary>
    public const int PaperSearchedClusters = 2;

    /// <summary>Leave-one-out as in table 6.</summary>
    public static EvaluationProtocol OneAmongNegatives { get; } = new(LeaveOneOutTopN, LeaveOneOut: true);
}
