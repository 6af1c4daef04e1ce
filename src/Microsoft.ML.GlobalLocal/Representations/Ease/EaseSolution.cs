using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The linear autoencoder B = I - P diag(P)^-1, P = (M^T M + r I)^-1, of scaled interactions M = A diag(scales), for one regularisation r. Its
/// inverse is over items or, if there are fewer of them, over users: r P = I - M^T (M M^T + r I)^-1 M.
/// </summary>
internal sealed class EaseSolution
{
    private const float LeastDiagonal = 1e-6f;

    private readonly InteractionMatrix _interactions;
    private readonly float[] _scales;
    private readonly float _regularization;
    private readonly bool _overUsers;
    private readonly float[] _inverse;
    private readonly int _stride;

    /// <summary>Computes the inverse.</summary>
    /// <param name="interactions">A.</param>
    /// <param name="scales">What the items' columns of A are multiplied with: [items].</param>
    /// <param name="regularization">r, above 0.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public EaseSolution(InteractionMatrix interactions, float[] scales, float regularization, ParallelOptions parallelism)
    {
        _interactions = interactions;
        _scales = scales;
        _regularization = regularization;
        _overUsers = interactions.UserCount < interactions.ItemCount;
        int size = Math.Min(interactions.UserCount, interactions.ItemCount);
        int multiple = SymmetricInverse.SizeMultiple;
        _stride = (size + multiple - 1) / multiple * multiple;
        _inverse = VectorTable.Create(_stride, _stride);
        Parallel.For(0, _stride, parallelism, row =>
        {
            var target = _inverse.AsSpan(row * _stride, _stride);
            target[row] = 1;
            if (row < size)
            {
                FillGramRow(row, target);
                target[row] += regularization - 1;
            }
        });
        SymmetricInverse.Invert(_inverse, _stride, parallelism);

        Diagonal = new float[interactions.ItemCount];
        Parallel.For(0, interactions.ItemCount, parallelism, item => Diagonal[item] = MathF.Max(ComputeDiagonal(item), LeastDiagonal));
    }

    /// <summary>The diagonal of r P, between 0 and 1: [items].</summary>
    public float[] Diagonal { get; }

    /// <summary>Computes one row of B.</summary>
    /// <param name="item">The row.</param>
    /// <param name="weights">Receives the row: [items]; it comes zeroed.</param>
    public void FillRow(int item, Span<float> weights)
    {
        if (_overUsers)
        {
            FillRowOverUsers(item, weights);
        }
        else
        {
            TensorPrimitives.Multiply(_inverse.AsSpan(item * _stride, weights.Length), -_regularization, weights);
        }

        TensorPrimitives.Divide(weights, Diagonal, weights);
        weights[item] = 0;
    }

    /// <summary>Row of M^T M, or of M M^T.</summary>
    private void FillGramRow(int row, Span<float> target)
    {
        var matrix = _overUsers ? _interactions : _interactions.Transposed;
        foreach (int shared in matrix.GetItems(row))
        {
            float scale = _overUsers ? _scales[shared] * _scales[shared] : _scales[row];
            foreach (int other in matrix.Transposed.GetItems(shared))
            {
                target[other] += _overUsers ? scale : scale * _scales[other];
            }
        }
    }

    private float ComputeDiagonal(int item)
    {
        if (!_overUsers)
        {
            return _regularization * _inverse[item * _stride + item];
        }

        var users = _interactions.Transposed.GetItems(item);
        double sum = 0;
        foreach (int user in users)
        {
            foreach (int other in users)
            {
                sum += _inverse[user * _stride + other];
            }
        }

        return (float)(1 - sum * _scales[item] * _scales[item]);
    }

    /// <summary>Row of M^T K M, K = (M M^T + r I)^-1: off the diagonal minus that of r P.</summary>
    private void FillRowOverUsers(int item, Span<float> weights)
    {
        var buffer = ArrayPool<float>.Shared.Rent(_stride);
        var users = buffer.AsSpan(0, _stride);
        users.Clear();
        foreach (int user in _interactions.Transposed.GetItems(item))
        {
            TensorPrimitives.Add(users, _inverse.AsSpan(user * _stride, _stride), users);
        }

        for (int user = 0; user < _interactions.UserCount; user++)
        {
            float value = users[user];
            foreach (int other in _interactions.GetItems(user))
            {
                weights[other] += value;
            }
        }

        TensorPrimitives.Multiply(weights, _scales, weights);
        TensorPrimitives.Multiply(weights, _scales[item], weights);
        ArrayPool<float>.Shared.Return(buffer);
    }
}
