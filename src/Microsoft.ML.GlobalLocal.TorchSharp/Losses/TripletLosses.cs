using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The triplet losses of section 3.1 of the paper. B triplets of vectors [B, d] give B losses [B].</summary>
public static class TripletLosses
{
    /// <summary>
    /// The product loss (Eq. 3): -ln sigmoid(scale * (&lt;u, i+&gt; - &lt;u, i-&gt;)). The products of unit vectors differ by at most 2, so that
    /// without a scale the loss never comes near 0.
    /// </summary>
    /// <param name="user">The users' vectors u: [B, d].</param>
    /// <param name="positive">The positive items' vectors i+: [B, d].</param>
    /// <param name="negative">The negative items' vectors i-: [B, d].</param>
    /// <param name="scale">What the difference is multiplied with, above 0. The paper's: 1.</param>
    public static Tensor Product(Tensor user, Tensor positive, Tensor negative, double scale = 1) =>
        nn.functional.softplus((user * (negative - positive)).sum(-1) * scale);

    /// <summary>The distance loss (Eq. 4) of squared Euclidean distances: max(0, |u - i+|^2 - |u - i-|^2 + margin).</summary>
    /// <param name="user">The users' vectors u: [B, d].</param>
    /// <param name="positive">The positive items' vectors i+: [B, d].</param>
    /// <param name="negative">The negative items' vectors i-: [B, d].</param>
    /// <param name="margin">By how much the negative shall be farther away than the positive, at least 0. The paper's: 0.5.</param>
    public static Tensor Distance(Tensor user, Tensor positive, Tensor negative, double margin = 0.5) =>
        nn.functional.relu((user - positive).square().sum(-1) - (user - negative).square().sum(-1) + margin);
}
