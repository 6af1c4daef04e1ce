using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Solves small symmetric positive definite systems in place, by the Cholesky decomposition A = L L^T.</summary>
internal static class Cholesky
{
    /// <summary>Solves A x = b.</summary>
    /// <param name="matrix">A, row after row: [size * size]; its lower triangle is read, and overwritten with L.</param>
    /// <param name="size">The number of unknowns.</param>
    /// <param name="vector">b: [size]; overwritten with x.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static void Solve(Span<float> matrix, int size, Span<float> vector)
    {
        for (int row = 0; row < size; row++)
        {
            var current = matrix.Slice(row * size, size);
            for (int column = 0; column <= row; column++)
            {
                ReadOnlySpan<float> other = matrix.Slice(column * size, column);
                float value = current[column] - TensorPrimitives.Dot(current[..column], other);
                if (column < row)
                {
                    current[column] = value / matrix[column * size + column];
                }
                else
                {
                    current[row] = value > 0
                        ? MathF.Sqrt(value)
                        : throw new ArithmeticException($"The matrix is not positive definite: pivot {row} is {value}. More regularisation makes it so.");
                }
            }

            vector[row] = (vector[row] - TensorPrimitives.Dot(current[..row], vector[..row])) / current[row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            vector[row] /= matrix[row * size + row];
            TensorPrimitives.MultiplyAdd(matrix.Slice(row * size, row), -vector[row], vector[..row], vector[..row]);
        }
    }
}
