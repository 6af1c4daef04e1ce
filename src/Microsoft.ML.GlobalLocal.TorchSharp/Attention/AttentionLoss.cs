namespace Microsoft.ML.GlobalLocal;

/// <summary>What the attention is trained by.</summary>
public enum AttentionLoss
{
    /// <summary>
    /// A softmax over a user's best candidates, among which the held-out items shall come first. For attention over scores that blends scores.
    /// </summary>
    Ranking,

    /// <summary>Triplets and the product loss (Eq. 3): the paper's AP, and GAP and LAP over two spaces.</summary>
    Product,

    /// <summary>Triplets and the distance loss (Eq. 4): the paper's AD, and GAD and LAD over two spaces.</summary>
    Distance,
}
