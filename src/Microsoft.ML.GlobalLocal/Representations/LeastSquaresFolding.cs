using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A new user's vector is the one that alternating least squares would give it: the solution x of
/// (sum of y y^T over its items + w Y^T Y + regularization (n + w |I|)^exponent I) x = sum of y over its items.
/// </summary>
public sealed class LeastSquaresFolding : UserFolding
{
    private KeptGramian? _gramian;

    /// <summary>Makes the rule.</summary>
    /// <param name="unobservedWeight">The weight w of the pairs without an interaction, relative to those with one; at least 0.</param>
    /// <param name="regularization">The weight of the squared length of the vectors, above 0.</param>
    /// <param name="regularizationExponent">The exponent by which the regularisation grows with the weight of a user's data, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public LeastSquaresFolding(float unobservedWeight, float regularization, float regularizationExponent)
    {
        OptionCheck.AtLeast(unobservedWeight, 0, nameof(unobservedWeight));
        OptionCheck.Above(regularization, 0, nameof(regularization));
        OptionCheck.AtLeast(regularizationExponent, 0, nameof(regularizationExponent));
        UnobservedWeight = unobservedWeight;
        Regularization = regularization;
        RegularizationExponent = regularizationExponent;
    }

    /// <summary>The weight w of the pairs without an interaction, relative to those with one.</summary>
    public float UnobservedWeight { get; }

    /// <summary>The weight of the squared length of the vectors.</summary>
    public float Regularization { get; }

    /// <summary>The exponent by which the regularisation grows with the weight of a user's data.</summary>
    public float RegularizationExponent { get; }

    internal override void Fold(float[] itemVectors, ReadOnlySpan<int> items, Span<float> vector)
    {
        vector.Clear();
        if (items.Length == 0)
        {
            return;
        }

        // Padded by the identity, for whole tiles.
        int dimension = vector.Length;
        int size = MatrixTile.Pad(dimension);
        var gramian = GetGramian(itemVectors, dimension);
        var rented = ArrayPool<float>.Shared.Rent(size * size + size);
        var matrix = rented.AsSpan(0, size * size);
        var solution = rented.AsSpan(size * size, size);
        matrix.Clear();
        solution.Clear();
        for (int row = 0; row < dimension; row++)
        {
            TensorPrimitives.Multiply(gramian.AsSpan(row * dimension, row + 1), UnobservedWeight, matrix.Slice(row * size, row + 1));
        }

        Gramian.Add(itemVectors, dimension, items, matrix);
        foreach (int item in items)
        {
            TensorPrimitives.Add(solution[..dimension], itemVectors.AsSpan(item * dimension, dimension), solution[..dimension]);
        }

        float ridge = GetRidge(items.Length, itemVectors.Length / dimension);
        for (int row = 0; row < size; row++)
        {
            matrix[row * size + row] += row < dimension ? ridge : 1;
        }

        Cholesky.Solve(matrix, size, solution);
        solution[..dimension].CopyTo(vector);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The weight of the squared length of a vector: regularization (n + w m)^exponent.</summary>
    /// <param name="count">The number n of its interactions.</param>
    /// <param name="otherCount">The number m of all that it could interact with.</param>
    internal float GetRidge(int count, int otherCount) => Regularization * MathF.Pow(count + UnobservedWeight * otherCount, RegularizationExponent);

    /// <summary>Y^T Y: computed by the first call, kept for the rest with the vectors that it is of; two calls at once compute the same.</summary>
    private float[] GetGramian(float[] itemVectors, int dimension)
    {
        var kept = _gramian;
        if (kept is null || kept.ItemVectors != itemVectors)
        {
            _gramian = kept = new KeptGramian(itemVectors, Gramian.Compute(itemVectors, dimension, new ParallelOptions()));
        }

        return kept.Values;
    }

    /// <summary>One reference, so that a thread sees vectors and values that belong together.</summary>
    private sealed record KeptGramian(float[] ItemVectors, float[] Values);
}
