using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The normal equations of one vector x: (start + ridge I + sum of weights times y y^T) x = sum of targets times y. Holds its buffers for many.</summary>
/// <param name="dimension">The length of the vectors.</param>
internal sealed class NormalEquations(int dimension)
{
    private readonly float[] _matrix = new float[dimension * dimension];
    private readonly float[] _target = new float[dimension];

    /// <summary>Starts the equations of another vector.</summary>
    /// <param name="matrix">What to start from: [dimension * dimension], or nothing.</param>
    /// <param name="ridge">What is added to the diagonal, above 0.</param>
    public void Start(ReadOnlySpan<float> matrix, float ridge)
    {
        _matrix.AsSpan().Clear();
        _target.AsSpan().Clear();
        matrix.CopyTo(_matrix);
        for (int row = 0; row < dimension; row++)
        {
            _matrix[row * dimension + row] += ridge;
        }
    }

    /// <summary>Adds one term to both sides.</summary>
    /// <param name="y">The vector: [dimension].</param>
    /// <param name="weight">The weight of y y^T.</param>
    /// <param name="target">The weight of y on the right side.</param>
    public void Add(ReadOnlySpan<float> y, float weight, float target)
    {
        TensorPrimitives.MultiplyAdd(y, target, _target, _target);
        for (int row = 0; row < dimension; row++)
        {
            var lower = _matrix.AsSpan(row * dimension, row + 1);
            TensorPrimitives.MultiplyAdd(y[..(row + 1)], weight * y[row], lower, lower);
        }
    }

    /// <summary>Solves them.</summary>
    /// <param name="vector">Receives x: [dimension].</param>
    public void Solve(Span<float> vector)
    {
        _target.CopyTo(vector);
        Cholesky.Solve(_matrix, dimension, vector);
    }
}
