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
        var packed = new PackedMatrix(gramian, _dimension, _dimension);
        int blocks = (matrix.UserCount + WeightedSquaresBlock.Height - 1) / WeightedSquaresBlock.Height;
        Parallel.For(0, blocks, _parallelism, () => new WeightedSquaresBlock(matrix, fixedVectors, packed, _folding, _dimension, _steps), (n, _, block) =>
        {
            int start = n * WeightedSquaresBlock.Height;
            int end = Math.Min(start + WeightedSquaresBlock.Height, matrix.UserCount);
            block.Improve(start, vectors.AsSpan(start * _dimension, (end - start) * _dimension));
            return block;
        }, _ => { });
    }
}
