using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A new user's vector is n^exponent times the sum of its n items' vectors, each times a weight of the item: the projection onto singular
/// vectors, for instance.
/// </summary>
public sealed class WeightedSumFolding : UserFolding
{
    /// <summary>Makes the rule.</summary>
    /// <param name="itemWeights">The weight of each item: [items]. Not copied.</param>
    /// <param name="countExponent">The exponent of the user's number of items n.</param>
    /// <exception cref="ArgumentException">A weight or the exponent is not finite.</exception>
    public WeightedSumFolding(float[] itemWeights, float countExponent)
    {
        if (!TensorPrimitives.IsFiniteAll<float>(itemWeights) || !float.IsFinite(countExponent))
        {
            throw new ArgumentException("Every weight, and the exponent, must be finite.", nameof(itemWeights));
        }

        ItemWeights = itemWeights;
        CountExponent = countExponent;
    }

    /// <summary>The exponent of the user's number of items n.</summary>
    public float CountExponent { get; }

    internal float[] ItemWeights { get; }

    internal override void Fold(float[] itemVectors, ReadOnlySpan<int> items, Span<float> vector)
    {
        vector.Clear();
        foreach (int item in items)
        {
            TensorPrimitives.MultiplyAdd(itemVectors.AsSpan(item * vector.Length, vector.Length), ItemWeights[item], vector, vector);
        }

        if (items.Length > 0)
        {
            TensorPrimitives.Multiply(vector, MathF.Pow(items.Length, CountExponent), vector);
        }
    }
}
