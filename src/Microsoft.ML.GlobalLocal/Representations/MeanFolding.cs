using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A new user's vector is the mean of its items' vectors, optionally brought to length 1.</summary>
/// <param name="normalize">Whether the mean is brought to length 1, as the vectors of the representation networks are.</param>
public sealed class MeanFolding(bool normalize) : UserFolding
{
    /// <summary>Whether the mean is brought to length 1.</summary>
    public bool Normalize { get; } = normalize;

    internal override void Fold(float[] itemVectors, ReadOnlySpan<int> items, Span<float> vector)
    {
        vector.Clear();
        foreach (int item in items)
        {
            TensorPrimitives.Add(vector, itemVectors.AsSpan(item * vector.Length, vector.Length), vector);
        }

        float divisor = Normalize ? TensorPrimitives.Norm<float>(vector) : items.Length;
        if (divisor > 0)
        {
            TensorPrimitives.Divide(vector, divisor, vector);
        }
    }
}
