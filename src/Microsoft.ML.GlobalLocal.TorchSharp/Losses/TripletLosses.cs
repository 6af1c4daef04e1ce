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
        Compare(TripletLoss.Product, (user * positive).sum(-1), (user * negative).sum(-1), scale, margin: 0);

    /// <summary>The distance loss (Eq. 4) of squared Euclidean distances: max(0, |u - i+|^2 - |u - i-|^2 + margin).</summary>
    /// <param name="user">The users' vectors u: [B, d].</param>
    /// <param name="positive">The positive items' vectors i+: [B, d].</param>
    /// <param name="negative">The negative items' vectors i-: [B, d].</param>
    /// <param name="margin">By how much the negative shall be farther away than the positive, at least 0. The paper's: 0.5.</param>
    public static Tensor Distance(Tensor user, Tensor positive, Tensor negative, double margin = 0.5) =>
        Compare(TripletLoss.Distance, -SquaredDistance(user, positive), -SquaredDistance(user, negative), scale: 1, margin);

    /// <summary>Either loss of the two scores of each triplet, which are products, negative squared distances, or blends of such: [B].</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="positive">The scores of the positives: [B].</param>
    /// <param name="negative">The scores of the negatives: [B].</param>
    /// <param name="scale">The scale of the product loss.</param>
    /// <param name="margin">The margin of the distance loss.</param>
    internal static Tensor Compare(TripletLoss loss, Tensor positive, Tensor negative, double scale, double margin)
    {
        using var factor = scale.ToScalar();
        return loss == TripletLoss.Product
            ? -nn.functional.logsigmoid((positive - negative) * factor)
            : nn.functional.relu((negative - positive).Plus(margin));
    }

    /// <summary>The squared distances of vectors [B, d]: [B].</summary>
    internal static Tensor SquaredDistance(Tensor first, Tensor second)
    {
        var difference = first - second;
        return (difference * difference).sum(-1);
    }
}
