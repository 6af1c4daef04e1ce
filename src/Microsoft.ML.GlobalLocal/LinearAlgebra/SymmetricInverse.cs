using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Inverts large symmetric positive definite matrices in place, by the symmetric sweep operator in blocks: for each block k of columns
/// with diagonal block D, A_ij -= A_ik D^-1 A_kj, A_ik becomes A_ik D^-1, and D becomes -D^-1; after the last block the matrix is minus
/// its inverse. Half the work of a product of two such matrices. The result does not depend on the number of threads.
/// </summary>
internal static class SymmetricInverse
{
    /// <summary>What the size of a matrix must be a multiple of; to pad with rows of the identity leaves the rest of the inverse as it is.</summary>
    public const int SizeMultiple = PanelWidth;

    private const int Block = 64;
    private const int PanelWidth = 16;
    private const int TileHeight = 4;

    /// <summary>Replaces a matrix by its inverse.</summary>
    /// <param name="matrix">The matrix, row after row: [size * size]; its lower triangle is read, the whole inverse is written.</param>
    /// <param name="size">The number of rows, a multiple of <see cref="SizeMultiple"/>.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static void Invert(float[] matrix, int size, ParallelOptions parallelism)
    {
        Debug.Assert(size % SizeMultiple == 0 && matrix.Length == size * size);
        int blocks = (size + Block - 1) / Block;
        var pivotColumns = new float[size * Block];
        var inverse = new float[Block * Block];
        for (int pivot = 0; pivot < blocks; pivot++)
        {
            int start = pivot * Block;
            int width = Math.Min(Block, size - start);
            Parallel.For(0, blocks, parallelism, block => GatherPivotColumns(matrix, size, start, width, block, pivotColumns));
            InvertDiagonalBlock(matrix, size, start, width, inverse);
            Parallel.For(0, blocks, parallelism, () => new float[Block * Block], (block, _, factors) =>
            {
                if (block != pivot)
                {
                    SweepRows(matrix, size, start, width, block, pivotColumns, inverse, factors);
                }

                return factors;
            }, _ => { });
            for (int row = 0; row < width; row++)
            {
                TensorPrimitives.Negate(inverse.AsSpan(row * width, width), matrix.AsSpan((start + row) * size + start, width));
            }
        }

        for (int row = 0; row < size; row++)
        {
            var left = matrix.AsSpan(row * size, row + 1);
            TensorPrimitives.Negate(left, left);
            for (int column = 0; column < row; column++)
            {
                matrix[column * size + row] = left[column];
            }
        }
    }

    /// <summary>
    /// Copies A_ik for the rows i of a block: entry (i, column) of the pivot's columns to panel i / 16, place column * 16 + i % 16, so that the
    /// tiles read it in order.
    /// </summary>
    private static void GatherPivotColumns(float[] matrix, int size, int start, int width, int block, float[] pivotColumns)
    {
        int end = Math.Min((block + 1) * Block, size);
        for (int row = block * Block; row < end; row++)
        {
            int target = row / PanelWidth * (PanelWidth * Block) + row % PanelWidth;
            for (int column = 0; column < width; column++)
            {
                // Above the diagonal the matrix is read from its mirror image.
                int other = start + column;
                pivotColumns[target + column * PanelWidth] = row > other ? matrix[row * size + other] : matrix[other * size + row];
            }
        }
    }

    private static void InvertDiagonalBlock(float[] matrix, int size, int start, int width, float[] inverse)
    {
        // In double: the block is what is left of large numbers after subtraction.
        Span<double> factor = stackalloc double[Block * Block];
        Span<double> column = stackalloc double[Block];
        for (int row = 0; row < width; row++)
        {
            for (int other = 0; other <= row; other++)
            {
                double value = matrix[(start + row) * size + start + other]
                    - TensorPrimitives.Dot<double>(factor.Slice(row * Block, other), factor.Slice(other * Block, other));
                if (row == other && !(value > 0))
                {
                    throw new ArithmeticException($"The matrix is not positive definite: pivot {start + row} is {value}. More regularisation makes it so.");
                }

                factor[row * Block + other] = row == other ? Math.Sqrt(value) : value / factor[other * Block + other];
            }
        }

        for (int unit = 0; unit < width; unit++)
        {
            column.Clear();
            column[unit] = 1;
            for (int row = unit; row < width; row++)
            {
                column[row] = (column[row] - TensorPrimitives.Dot<double>(factor.Slice(row * Block, row), column[..row])) / factor[row * Block + row];
            }

            for (int row = width - 1; row >= 0; row--)
            {
                column[row] /= factor[row * Block + row];
                TensorPrimitives.MultiplyAdd(factor.Slice(row * Block, row), -column[row], column[..row], column[..row]);
                inverse[unit * width + row] = (float)column[row];
            }
        }
    }

    private static void SweepRows(float[] matrix, int size, int start, int width, int block, float[] pivotColumns, float[] inverse, float[] factors)
    {
        int first = block * Block;
        int end = Math.Min(first + Block, size);
        for (int row = first; row < end; row++)
        {
            // The row's A_ik D^-1.
            var factor = factors.AsSpan((row - first) * width, width);
            factor.Clear();
            int source = row / PanelWidth * (PanelWidth * Block) + row % PanelWidth;
            for (int column = 0; column < width; column++)
            {
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(column * width, width), pivotColumns[source + column * PanelWidth], factor, factor);
            }
        }

        for (int panel = 0; panel * PanelWidth < end; panel++)
        {
            var columns = pivotColumns.AsSpan(panel * PanelWidth * Block, PanelWidth * width);
            for (int row = first; row < end; row += TileHeight)
            {
                SubtractProduct(factors.AsSpan((row - first) * width, TileHeight * width), columns, matrix.AsSpan(row * size + panel * PanelWidth), size, width);
            }
        }

        for (int row = first; row < end; row++)
        {
            var factor = factors.AsSpan((row - first) * width, width);
            if (first > start)
            {
                factor.CopyTo(matrix.AsSpan(row * size + start));
                continue;
            }

            for (int column = 0; column < width; column++)
            {
                matrix[(start + column) * size + row] = factor[column];
            }
        }
    }

    /// <summary>tile -= factors * columns, for a tile of 4 rows of 16 numbers, held in registers over all columns.</summary>
    private static void SubtractProduct(ReadOnlySpan<float> factors, ReadOnlySpan<float> columns, Span<float> tile, int stride, int width)
    {
        ref float factor = ref MemoryMarshal.GetReference(factors);
        ref float column = ref MemoryMarshal.GetReference(columns);
        ref float target = ref MemoryMarshal.GetReference(tile);
        nuint row1 = (nuint)width, row2 = 2 * row1, row3 = 3 * row1;
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nuint k = 0; k < (nuint)width; k++)
        {
            var left = Vector256.LoadUnsafe(ref column, k * PanelWidth);
            var right = Vector256.LoadUnsafe(ref column, k * PanelWidth + 8);
            var a = Vector256.Create(Unsafe.Add(ref factor, k));
            a0 += a * left;
            a1 += a * right;
            var b = Vector256.Create(Unsafe.Add(ref factor, k + row1));
            b0 += b * left;
            b1 += b * right;
            var c = Vector256.Create(Unsafe.Add(ref factor, k + row2));
            c0 += c * left;
            c1 += c * right;
            var d = Vector256.Create(Unsafe.Add(ref factor, k + row3));
            d0 += d * left;
            d1 += d * right;
        }

        Subtract(ref target, 0, a0, a1);
        Subtract(ref target, (nuint)stride, b0, b1);
        Subtract(ref target, 2 * (nuint)stride, c0, c1);
        Subtract(ref target, 3 * (nuint)stride, d0, d1);

        static void Subtract(ref float target, nuint offset, Vector256<float> left, Vector256<float> right)
        {
            (Vector256.LoadUnsafe(ref target, offset) - left).StoreUnsafe(ref target, offset);
            (Vector256.LoadUnsafe(ref target, offset + 8) - right).StoreUnsafe(ref target, offset + 8);
        }
    }
}
