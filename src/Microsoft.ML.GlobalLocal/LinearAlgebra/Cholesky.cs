using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Solves symmetric positive definite systems in place, by the Cholesky decomposition A = L L^T, 16 columns at a time: what the columns before
/// them take off is a matrix product.
/// </summary>
internal static class Cholesky
{
    private const int Width = MatrixTile.Width;

    /// <summary>Solves A x = b.</summary>
    /// <param name="matrix">A, row after row: [size * size]; its lower triangle is read; overwritten, the lower triangle with L.</param>
    /// <param name="size">The number of unknowns; multiples of 16 are the fastest.</param>
    /// <param name="vector">b: [size]; overwritten with x.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static void Solve(Span<float> matrix, int size, Span<float> vector)
    {
        Decompose(matrix[..(size * size)], size);
        for (int row = 0; row < size; row++)
        {
            vector[row] = (vector[row] - TensorPrimitives.Dot(matrix.Slice(row * size, row), vector[..row])) / matrix[row * size + row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            vector[row] /= matrix[row * size + row];
            TensorPrimitives.MultiplyAdd(matrix.Slice(row * size, row), -vector[row], vector[..row], vector[..row]);
        }
    }

    private static void Decompose(Span<float> matrix, int size)
    {
        int whole = size / Width * Width;
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(whole, Width) * Width);
        Span<float> inverse = stackalloc float[Width * Width];
        for (int start = 0; start < whole; start += Width)
        {
            SubtractProducts(matrix, size, start, whole, rented);
            DecomposeDiagonal(matrix, size, start, start, start + Width);
            Invert(matrix, size, start, inverse);
            MultiplyBelow(matrix, size, start, whole, inverse);
        }

        ArrayPool<float>.Shared.Return(rented);
        DecomposeDiagonal(matrix, size, 0, whole, size);
    }

    /// <summary>A_ij -= sum over the columns k before the panel of L_ik L_jk, for the panel's columns j and the rows i from its first on.</summary>
    private static void SubtractProducts(Span<float> matrix, int size, int start, int end, float[] columns)
    {
        for (int row = 0; row < Width; row++)
        {
            for (int column = 0; column < start; column++)
            {
                columns[column * Width + row] = -matrix[(start + row) * size + column];
            }
        }

        ref float first = ref MemoryMarshal.GetReference(matrix);
        for (int row = start; row < end; row += MatrixTile.Height)
        {
            ref float left = ref Unsafe.Add(ref first, row * size);
            MatrixTile.MultiplyAdd(ref left, (nuint)size, 1, ref columns[0], Width, start, ref Unsafe.Add(ref left, start), (nuint)size);
        }
    }

    /// <summary>Row by row: L of some rows, whose columns before <paramref name="firstColumn"/> are done with.</summary>
    private static void DecomposeDiagonal(Span<float> matrix, int size, int firstColumn, int firstRow, int end)
    {
        for (int row = firstRow; row < end; row++)
        {
            var current = matrix.Slice(row * size, size);
            for (int column = firstColumn; column <= row; column++)
            {
                ReadOnlySpan<float> other = matrix[(column * size + firstColumn)..(column * size + column)];
                float value = current[column] - TensorPrimitives.Dot(current[firstColumn..column], other);
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
        }
    }

    /// <summary>The transposed inverse of a panel's triangle: entry (column, row) at column * 16 + row.</summary>
    private static void Invert(ReadOnlySpan<float> matrix, int size, int start, Span<float> inverse)
    {
        inverse.Clear();
        for (int column = 0; column < Width; column++)
        {
            var solution = inverse.Slice(column * Width, Width);
            solution[column] = 1 / matrix[(start + column) * size + start + column];
            for (int row = column + 1; row < Width; row++)
            {
                var left = matrix.Slice((start + row) * size + start, row + 1);
                float sum = 0;
                for (int k = column; k < row; k++)
                {
                    sum += left[k] * solution[k];
                }

                solution[row] = -sum / left[row];
            }
        }
    }

    /// <summary>L_ij = A_ij L_jj^-T for the panel's columns and the rows below its triangle.</summary>
    private static void MultiplyBelow(Span<float> matrix, int size, int start, int end, Span<float> inverse)
    {
        Span<float> left = stackalloc float[MatrixTile.Height * Width];
        for (int first = start + Width; first < end; first += MatrixTile.Height)
        {
            for (int row = 0; row < MatrixTile.Height; row++)
            {
                var tileRow = matrix.Slice((first + row) * size + start, Width);
                tileRow.CopyTo(left[(row * Width)..]);
                tileRow.Clear();
            }

            MatrixTile.MultiplyAdd(ref left[0], Width, 1, ref inverse[0], Width, Width, ref matrix[first * size + start], (nuint)size);
        }
    }
}
