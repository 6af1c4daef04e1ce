using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What the blended score of a pair is multiplied with: twice the logistic function of a logit, between 0 and 2, and 1 for the logit 0. A pair that all
/// spaces score about 0 stays there, whatever its factor: the attention learns factors from a user's best candidates, and they shall move no others.
/// </summary>
internal static class PairFactor
{
    /// <summary>Puts factors in the place of their logits.</summary>
    public static void Compute(Span<float> logits)
    {
        TensorPrimitives.Sigmoid(logits, logits);
        TensorPrimitives.Multiply(logits, 2, logits);
    }
}
