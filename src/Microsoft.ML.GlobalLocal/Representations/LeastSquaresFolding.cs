using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A new user's vector is the one that alternating least squares would give it: the solution x of
/// (sum of y y^T over its items + w Y^T Y + regularization (n + w |I|)^exponent I) x = sum of y over its items.
/// </summary>
/// <param name="unobservedWeight">The weight w of the pairs without an interaction, relative to those with one.</param>
/// <param name="regularization">The weight of the squared length of the vectors.</param>
/// <param name="regularizationExponent">The exponent by which the regularisation grows with the weight of a user's data.</param>
public sealed class LeastSquaresFolding(float unobservedWeight, float regularization, float regularizationExponent) : UserFolding
{
    private float[]? _gramian;

    /// <summary>The weight w of the pairs without an interaction, relative to those with one.</summary>
    public float UnobservedWeight { get; } = unobservedWeight;

    /// <summary>The weight of the squared length of the vectors.</summary>
    public float Regularization { get; } = regularization;

    /// <summary>The exponent by which the regularisation grows with the weight of a user's data.</summary>
    public float RegularizationExponent { get; } = regularizationExponent;

    internal override void Fold(RepresentationSpace space, ReadOnlySpan<int> items, Span<float> vector)
    {
        vector.Clear();
        if (items.Length == 0)
        {
            return;
        }

        int dimension = space.Dimension;

        // Computed by the first call, kept for the rest; two at once compute the same.
        _gramian ??= ComputeGramian(space);
        var matrix = _gramian.AsSpan().ToArray();
        TensorPrimitives.Multiply(matrix, UnobservedWeight, matrix);
        foreach (int item in items)
        {
            var y = space.GetItemVector(item);
            TensorPrimitives.Add(vector, y, vector);
            for (int row = 0; row < dimension; row++)
            {
                var target = matrix.AsSpan(row * dimension, row + 1);
                TensorPrimitives.MultiplyAdd(y[..(row + 1)], y[row], target, target);
            }
        }

        float ridge = Regularization * MathF.Pow(items.Length + UnobservedWeight * space.ItemCount, RegularizationExponent);
        for (int row = 0; row < dimension; row++)
        {
            matrix[row * dimension + row] += ridge;
        }

        Cholesky.Solve(matrix, dimension, vector);
    }

    private static float[] ComputeGramian(RepresentationSpace space)
    {
        int dimension = space.Dimension;
        var gramian = new float[dimension * dimension];
        for (int item = 0; item < space.ItemCount; item++)
        {
            var y = space.GetItemVector(item);
            for (int row = 0; row < dimension; row++)
            {
                var target = gramian.AsSpan(row * dimension, row + 1);
                TensorPrimitives.MultiplyAdd(y[..(row + 1)], y[row], target, target);
            }
        }

        return gramian;
    }
}
