using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The normal equations of one vector x: (start + ridge I + sum of weights times y y^T) x = sum of targets times y. Holds its buffers for many. Of the
/// matrix the lower triangle is made, by four terms at a time.
/// </summary>
/// <param name="dimension">The length of the vectors.</param>
internal sealed class NormalEquations(int dimension)
{
    private const int Terms = 4;

    private readonly float[] _matrix = new float[dimension * dimension];
    private readonly float[] _target = new float[dimension];
    private readonly float[] _waiting = new float[Terms * dimension];
    private readonly float[] _weights = new float[Terms];
    private int _count;

    /// <summary>Starts the equations of another vector.</summary>
    /// <param name="matrix">What to start from: [dimension * dimension], or nothing.</param>
    /// <param name="ridge">What is added to the diagonal, above 0.</param>
    public void Start(ReadOnlySpan<float> matrix, float ridge)
    {
        _count = 0;
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
        y.CopyTo(_waiting.AsSpan(_count * dimension));
        _weights[_count++] = weight;
        if (_count == Terms)
        {
            AddWaiting();
        }
    }

    /// <summary>Solves them.</summary>
    /// <param name="vector">Receives x: [dimension].</param>
    public void Solve(Span<float> vector)
    {
        _weights.AsSpan(_count).Clear();
        AddWaiting();
        _target.CopyTo(vector);
        Cholesky.Solve(_matrix, dimension, vector);
    }

    private void AddWaiting()
    {
        _count = 0;
        ref float y0 = ref MemoryMarshal.GetArrayDataReference(_waiting);
        ref float y1 = ref _waiting[dimension];
        ref float y2 = ref _waiting[2 * dimension];
        ref float y3 = ref _waiting[3 * dimension];
        for (int row = 0; row < dimension; row++)
        {
            float a = _weights[0] * _waiting[row];
            float b = _weights[1] * _waiting[dimension + row];
            float c = _weights[2] * _waiting[2 * dimension + row];
            float d = _weights[3] * _waiting[3 * dimension + row];
            ref float target = ref _matrix[row * dimension];

            // Whole vectors as far as they fit, also beyond the diagonal: what is there is not read.
            int column = 0;
            for (; column <= row && column + Vector256<float>.Count <= dimension; column += Vector256<float>.Count)
            {
                nuint n = (nuint)column;
                var sum = Vector256.LoadUnsafe(ref target, n) + a * Vector256.LoadUnsafe(ref y0, n) + b * Vector256.LoadUnsafe(ref y1, n);
                (sum + c * Vector256.LoadUnsafe(ref y2, n) + d * Vector256.LoadUnsafe(ref y3, n)).StoreUnsafe(ref target, n);
            }

            for (; column <= row; column++)
            {
                _matrix[row * dimension + column] += a * _waiting[column] + b * _waiting[dimension + column]
                    + c * _waiting[2 * dimension + column] + d * _waiting[3 * dimension + column];
            }
        }
    }
}
