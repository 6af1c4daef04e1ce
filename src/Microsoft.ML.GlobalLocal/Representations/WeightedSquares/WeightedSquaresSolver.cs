using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Alternating least squares for one point of the grid of <see cref="WeightedSquaresTrainer"/>: holds both tables of vectors and improves
/// them sweep by sweep. The result does not depend on the number of threads.
/// </summary>
internal sealed class WeightedSquaresSolver
{
    private const float InitialLength = 0.1f;

    private readonly InteractionMatrix _interactions;
    private readonly LeastSquaresFolding _folding;
    private readonly int _dimension;
    private readonly int _steps;
    private readonly ParallelOptions _parallelism;

    /// <summary>Starts from random items of length about 0.1 and users of length 0.</summary>
    /// <param name="interactions">What to fit.</param>
    /// <param name="folding">The objective: the weight of unobserved pairs and the regularisation.</param>
    /// <param name="dimension">The length of every vector.</param>
    /// <param name="steps">The steps of conjugate gradients per vector and sweep.</param>
    /// <param name="seed">The seed of the first vectors.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public WeightedSquaresSolver(InteractionMatrix interactions, LeastSquaresFolding folding, int dimension, int steps, int seed, ParallelOptions parallelism)
    {
        _interactions = interactions;
        _folding = folding;
        _dimension = dimension;
        _steps = steps;
        _parallelism = parallelism;
        UserVectors = VectorTable.Create(interactions.UserCount, dimension);
        ItemVectors = VectorTable.Create(interactions.ItemCount, dimension);
        GaussianNoise.Fill(ItemVectors, InitialLength / MathF.Sqrt(dimension), seed);
    }

    /// <summary>The users' vectors, row after row: [users * dimension].</summary>
    public float[] UserVectors { get; private set; }

    /// <summary>The items' vectors, row after row: [items * dimension].</summary>
    public float[] ItemVectors { get; }

    /// <summary>Improves all users' vectors, then all items'.</summary>
    public void Sweep()
    {
        ImproveUsers();
        ImproveRows(_interactions.Transposed, UserVectors, ItemVectors);
    }

    /// <summary>Improves the users' vectors.</summary>
    public void ImproveUsers() => ImproveRows(_interactions, ItemVectors, UserVectors);

    /// <summary>Solves for the users' vectors exactly, so that each equals the fold-in of the user's items.</summary>
    public void SolveUsers() => UserVectors = _folding.FoldAll(ItemVectors, _interactions, _parallelism);

    private void ImproveRows(InteractionMatrix matrix, float[] fixedVectors, float[] vectors)
    {
        var gramian = Gramian.Compute(fixedVectors, _dimension, _parallelism);
        TensorPrimitives.Multiply(gramian, _folding.UnobservedWeight, gramian);
        Parallel.For(0, matrix.UserCount, _parallelism, () => new float[3 * _dimension], (row, _, buffers) =>
        {
            var vector = vectors.AsSpan(row * _dimension, _dimension);
            if (matrix.GetCount(row) > 0)
            {
                Improve(matrix.GetItems(row), _folding.GetRidge(matrix.GetCount(row), matrix.ItemCount), gramian, fixedVectors, vector, buffers);
            }
            else
            {
                vector.Clear();
            }

            return buffers;
        }, _ => { });
    }

    /// <summary>Some steps of conjugate gradients on one row's normal equations, from the vector that it has.</summary>
    private void Improve(ReadOnlySpan<int> others, float ridge, float[] gramian, float[] fixedVectors, Span<float> vector, float[] buffers)
    {
        var residual = buffers.AsSpan(0, _dimension);
        var direction = buffers.AsSpan(_dimension, _dimension);
        var product = buffers.AsSpan(2 * _dimension, _dimension);

        Multiply(others, ridge, gramian, fixedVectors, vector, product);
        residual.Clear();
        foreach (int other in others)
        {
            TensorPrimitives.Add(residual, fixedVectors.AsSpan(other * _dimension, _dimension), residual);
        }

        float target = TensorPrimitives.SumOfSquares<float>(residual) * 1e-10f;
        TensorPrimitives.Subtract(residual, product, residual);
        residual.CopyTo(direction);
        float squared = TensorPrimitives.SumOfSquares<float>(residual);
        for (int step = 0; step < _steps && squared > target; step++)
        {
            Multiply(others, ridge, gramian, fixedVectors, direction, product);
            float length = squared / TensorPrimitives.Dot<float>(direction, product);
            TensorPrimitives.MultiplyAdd(direction, length, vector, vector);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            float next = TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(direction, next / squared, residual, direction);
            squared = next;
        }
    }

    /// <summary>product = (weighted Gramian + sum of y y^T over the row's others + ridge I) vector.</summary>
    private void Multiply(ReadOnlySpan<int> others, float ridge, float[] gramian, float[] fixedVectors, ReadOnlySpan<float> vector, Span<float> product)
    {
        for (int row = 0; row < _dimension; row++)
        {
            product[row] = TensorPrimitives.Dot(gramian.AsSpan(row * _dimension, _dimension), vector);
        }

        TensorPrimitives.MultiplyAdd(vector, ridge, product, product);
        foreach (int other in others)
        {
            ReadOnlySpan<float> y = fixedVectors.AsSpan(other * _dimension, _dimension);
            TensorPrimitives.MultiplyAdd(y, TensorPrimitives.Dot(y, vector), product, product);
        }
    }
}
