using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Training;

/// <summary>
/// Alternating least squares by conjugate gradients as one would write it down, a row at a time: every product with the Gramian is as many dot products
/// as the vectors are long. What ours is compared with.
/// </summary>
internal sealed class PlainWeightedSquares
{
    private const int Steps = 3;

    private readonly InteractionMatrix _interactions;
    private readonly float _weight;
    private readonly float _ridge;
    private readonly int _dimension;

    /// <summary>Starts from random items and users of length 0.</summary>
    public PlainWeightedSquares(InteractionMatrix interactions, float weight, float ridge, int dimension)
    {
        _interactions = interactions;
        _weight = weight;
        _ridge = ridge;
        _dimension = dimension;
        UserVectors = new float[interactions.UserCount * dimension];
        ItemVectors = new float[interactions.ItemCount * dimension];
        GaussianNoise.Fill(ItemVectors, 0.1f / MathF.Sqrt(dimension), seed: 1);
    }

    /// <summary>The users' vectors, row after row.</summary>
    public float[] UserVectors { get; }

    /// <summary>The items' vectors, row after row.</summary>
    public float[] ItemVectors { get; }

    /// <summary>Improves all users' vectors, then all items'.</summary>
    public void Sweep()
    {
        Improve(_interactions, ItemVectors, UserVectors);
        Improve(_interactions.Transposed, UserVectors, ItemVectors);
    }

    private void Improve(InteractionMatrix matrix, float[] fixedVectors, float[] vectors)
    {
        var gramian = new float[_dimension * _dimension];
        Parallel.For(0, _dimension, row =>
        {
            var target = gramian.AsSpan(row * _dimension, _dimension);
            for (int start = 0; start < fixedVectors.Length; start += _dimension)
            {
                TensorPrimitives.MultiplyAdd(fixedVectors.AsSpan(start, _dimension), _weight * fixedVectors[start + row], target, target);
            }
        });
        Parallel.For(0, matrix.UserCount, () => new float[3 * _dimension], (row, _, buffers) =>
        {
            ImproveRow(matrix.GetItems(row), gramian, fixedVectors, vectors.AsSpan(row * _dimension, _dimension), buffers);
            return buffers;
        }, _ => { });
    }

    private void ImproveRow(ReadOnlySpan<int> others, float[] gramian, float[] fixedVectors, Span<float> vector, float[] buffers)
    {
        var residual = buffers.AsSpan(0, _dimension);
        var direction = buffers.AsSpan(_dimension, _dimension);
        var product = buffers.AsSpan(2 * _dimension, _dimension);
        residual.Clear();
        Multiply(others, gramian, fixedVectors, vector, product);
        foreach (int other in others)
        {
            TensorPrimitives.Add(residual, fixedVectors.AsSpan(other * _dimension, _dimension), residual);
        }

        TensorPrimitives.Subtract(residual, product, residual);
        residual.CopyTo(direction);
        float squared = TensorPrimitives.SumOfSquares<float>(residual);
        for (int step = 0; step < Steps && squared > 0; step++)
        {
            Multiply(others, gramian, fixedVectors, direction, product);
            float length = squared / TensorPrimitives.Dot<float>(direction, product);
            TensorPrimitives.MultiplyAdd(direction, length, vector, vector);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            float next = TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(direction, next / squared, residual, direction);
            squared = next;
        }
    }

    private void Multiply(ReadOnlySpan<int> others, float[] gramian, float[] fixedVectors, ReadOnlySpan<float> vector, Span<float> product)
    {
        for (int row = 0; row < _dimension; row++)
        {
            product[row] = TensorPrimitives.Dot(gramian.AsSpan(row * _dimension, _dimension), vector);
        }

        TensorPrimitives.MultiplyAdd(vector, _ridge, product, product);
        foreach (int other in others)
        {
            ReadOnlySpan<float> y = fixedVectors.AsSpan(other * _dimension, _dimension);
            TensorPrimitives.MultiplyAdd(y, TensorPrimitives.Dot(y, vector), product, product);
        }
    }
}
