using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Conjugate gradients on the normal equations of a block of rows at once, so that the products with the Gramian that they share are one matrix
/// product. A row's result does not depend on the others'. Holds the buffers of one thread.
/// </summary>
/// <param name="matrix">The rows' interactions.</param>
/// <param name="fixedVectors">The vectors y of the other side, row after row: [others * dimension].</param>
/// <param name="weightedGramian">w Y^T Y: [dimension * dimension].</param>
/// <param name="folding">The objective, for its regularisation.</param>
/// <param name="dimension">The length of every vector.</param>
/// <param name="steps">The number of steps.</param>
internal sealed class WeightedSquaresBlock(InteractionMatrix matrix, float[] fixedVectors, PackedMatrix weightedGramian, LeastSquaresFolding folding, int dimension, int steps)
{
    /// <summary>The largest number of rows.</summary>
    public const int Height = 32;

    // A squared residual this small is no direction to go on in.
    private const float Vanishing = 1e-30f;

    private readonly int _stride = weightedGramian.Stride;
    private readonly float[] _residuals = new float[Height * weightedGramian.Stride];
    private readonly float[] _directions = new float[Height * weightedGramian.Stride];
    private readonly float[] _products = new float[Height * weightedGramian.Stride];
    private readonly float[] _squares = new float[Height];

    /// <summary>Improves the vectors of some rows behind each other, each from what it is; those of rows without interactions become zeros.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="vectors">The rows' vectors: [count * dimension], at most <see cref="Height"/>.</param>
    public void Improve(int start, Span<float> vectors)
    {
        int count = vectors.Length / dimension;
        _directions.AsSpan().Clear();
        for (int row = 0; row < count; row++)
        {
            var vector = vectors.Slice(row * dimension, dimension);
            if (matrix.GetCount(start + row) == 0)
            {
                vector.Clear();
            }

            vector.CopyTo(Row(_directions, row));
        }

        MultiplyGramian(count);
        for (int row = 0; row < count; row++)
        {
            Begin(start + row, row, vectors.Slice(row * dimension, dimension));
        }

        for (int step = 0; step < steps; step++)
        {
            MultiplyGramian(count);
            for (int row = 0; row < count; row++)
            {
                if (_squares[row] > Vanishing)
                {
                    Step(start + row, row, vectors.Slice(row * dimension, dimension));
                }
            }
        }
    }

    /// <summary>The first direction is the residual: sum of y - (w Y^T Y + sum of y y^T + ridge I) x = sum of (1 - y x) y - ...</summary>
    private void Begin(int index, int row, ReadOnlySpan<float> vector)
    {
        var residual = Row(_residuals, row);
        TensorPrimitives.Negate(Row(_products, row), residual);
        TensorPrimitives.MultiplyAdd(vector, -GetRidge(index), residual, residual);
        GatheredGram.MultiplyAdd(fixedVectors, matrix.GetItems(index), vector, constant: 1, factor: -1, residual);
        residual.CopyTo(Row(_directions, row));
        _squares[row] = TensorPrimitives.SumOfSquares<float>(residual);
    }

    private void Step(int index, int row, Span<float> vector)
    {
        var residual = Row(_residuals, row);
        var direction = Row(_directions, row);
        var product = Row(_products, row);
        TensorPrimitives.MultiplyAdd(direction, GetRidge(index), product, product);
        GatheredGram.MultiplyAdd(fixedVectors, matrix.GetItems(index), direction, constant: 0, factor: 1, product);
        float length = _squares[row] / TensorPrimitives.Dot<float>(direction, product);
        TensorPrimitives.MultiplyAdd(direction, length, vector, vector);
        TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
        float next = TensorPrimitives.SumOfSquares<float>(residual);
        TensorPrimitives.MultiplyAdd(direction, next / _squares[row], residual, direction);
        _squares[row] = next;
    }

    private void MultiplyGramian(int count)
    {
        int padded = (count + MatrixTile.Height - 1) / MatrixTile.Height * MatrixTile.Height;
        _products.AsSpan(0, padded * _stride).Clear();
        weightedGramian.MultiplyAdd(_directions, _stride, padded, _products);
    }

    private float GetRidge(int index) => folding.GetRidge(matrix.GetCount(index), matrix.ItemCount);

    private Span<float> Row(float[] buffer, int row) => buffer.AsSpan(row * _stride, dimension);
}
