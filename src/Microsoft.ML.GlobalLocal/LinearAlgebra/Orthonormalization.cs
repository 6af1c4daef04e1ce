using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Makes the columns of a tall table orthonormal. Where they are not nearly dependent, by the Cholesky decomposition of their Gramian, which is two
/// matrix products; else by Gram-Schmidt. The result does not depend on the number of threads.
/// </summary>
internal static class Orthonormalization
{
    // The least squared share of a column that those before it must leave; with less, the rounding of the Gramian tells.
    private const double LeastShare = 1e-3;

    // By Gram-Schmidt, a column of which less is left is a combination of those before it.
    private const float Negligible = 1e-5f;

    /// <summary>Replaces the columns by orthonormal ones that span the same; a column that is a combination of those before it becomes zeros.</summary>
    /// <param name="table">The table, row after row: [size * width].</param>
    /// <param name="size">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public static void Apply(float[] table, int size, int width, ParallelOptions parallelism)
    {
        var gramian = Gramian.Compute(table, width, parallelism);
        if (FindFactor(gramian, width) is { } factor)
        {
            new PackedMatrix(factor, width, width).Multiply(table, table, parallelism);
            return;
        }

        var columns = VectorTable.Create(width, size);
        Transpose(table, size, width, columns);
        ApplyGramSchmidt(columns, size, width, parallelism);
        Transpose(columns, width, size, table);
    }

    /// <summary>The upper triangle that makes the columns orthonormal, L^-T of their Gramian L L^T; <see langword="null"/> where they are nearly dependent.</summary>
    private static float[]? FindFactor(float[] gramian, int width)
    {
        var lower = new double[width * width];
        for (int row = 0; row < width; row++)
        {
            var current = lower.AsSpan(row * width, row);
            for (int column = 0; column < row; column++)
            {
                var other = lower.AsSpan(column * width, column);
                lower[row * width + column] = (gramian[row * width + column] - TensorPrimitives.Dot<double>(current[..column], other)) / lower[column * width + column];
            }

            double whole = gramian[row * width + row];
            double left = whole - TensorPrimitives.SumOfSquares<double>(current);
            if (!(left > LeastShare * whole))
            {
                return null;
            }

            lower[row * width + row] = Math.Sqrt(left);
        }

        // Column by column of the inverse, which is row by row of the inverse's transpose.
        var factor = new float[width * width];
        var solution = new double[width];
        for (int column = 0; column < width; column++)
        {
            solution.AsSpan().Clear();
            solution[column] = 1 / lower[column * width + column];
            for (int row = column + 1; row < width; row++)
            {
                solution[row] = -TensorPrimitives.Dot<double>(lower.AsSpan(row * width + column, row - column), solution.AsSpan(column, row - column)) / lower[row * width + row];
            }

            for (int row = column; row < width; row++)
            {
                factor[column * width + row] = (float)solution[row];
            }
        }

        return factor;
    }

    private static void ApplyGramSchmidt(float[] vectors, int length, int count, ParallelOptions parallelism)
    {
        var lengths = new float[count];
        for (int n = 0; n < count; n++)
        {
            lengths[n] = TensorPrimitives.Norm<float>(vectors.AsSpan(n * length, length));
        }

        for (int n = 0; n < count; n++)
        {
            int done = n;
            var current = vectors.AsSpan(n * length, length);
            float left = TensorPrimitives.Norm<float>(current);
            TensorPrimitives.Multiply(current, left > Negligible * lengths[n] ? 1 / left : 0, current);
            Parallel.For(n + 1, count, parallelism, next =>
            {
                ReadOnlySpan<float> unit = vectors.AsSpan(done * length, length);
                var other = vectors.AsSpan(next * length, length);
                TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<float>(unit, other), other, other);
            });
        }
    }

    private static void Transpose(float[] matrix, int rows, int columns, float[] result)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
    }
}
