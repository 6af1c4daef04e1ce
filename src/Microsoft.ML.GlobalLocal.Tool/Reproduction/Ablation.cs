namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The paper's representations: its four spaces, and the attention over some of them.</summary>
internal static class Ablation
{
    /// <summary>All, in the order of tables 2 and 3: the attention over the global two, over the local two, and over all four, by the loss that its name ends with.</summary>
    public static IReadOnlyList<string> All { get; } = ["GD", "GP", "GAD", "GAP", "LD", "LP", "LAD", "LAP", "AD", "AP"];

    /// <summary>The spaces.</summary>
    public static IReadOnlyList<string> Spaces { get; } = ["GD", "GP", "LD", "LP"];

    /// <summary>The attention over all spaces.</summary>
    public static IReadOnlyList<string> Fused { get; } = ["AD", "AP"];

    /// <summary>Those of the figures, in the paper's order.</summary>
    public static IReadOnlyList<string> OfFigures { get; } = [.. Spaces, .. Fused];

    /// <summary>The numbers K of clusters that figure 4 searches.</summary>
    public static IReadOnlyList<int> SearchedClusters { get; } = [1, 2, 3, 4, 5];

    /// <summary>The length N of the lists of figure 4.</summary>
    public const int ClusterFigureTopN = 20;

    /// <summary>The lengths N of the lists of figures 5 to 8.</summary>
    public static IReadOnlyList<int> ListLengths { get; } = [5, 10, 15, 20, 25, 30];

    /// <summary>The spaces that a representation is made of; of a space, itself.</summary>
    public static IReadOnlyList<string> GetParts(string representation) => representation switch
    {
        "GAD" or "GAP" => ["GD", "GP"],
        "LAD" or "LAP" => ["LD", "LP"],
        "AD" or "AP" => Spaces,
        _ => [representation],
    };

    /// <summary>The loss of a representation.</summary>
    public static TripletLoss GetLoss(string representation) => representation.EndsWith('D') ? TripletLoss.Distance : TripletLoss.Product;

    /// <summary>
    /// The global space whose clusters are searched for a representation: its own or that it stands on, where it is a space alone; GD for all attention.
    /// </summary>
    public static string GetIndexSpace(string representation) => representation is "GP" or "LP" ? "GP" : "GD";
}
