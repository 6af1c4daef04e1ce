using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Finds the leading eigenvectors of a <see cref="ScaledGram"/>, which are the right singular vectors of its scaled interactions, by randomised
/// subspace iteration: a random block of some more columns than asked for is multiplied and made orthonormal again and again; the eigenvectors of
/// the matrix within the block are then those of the matrix. The result does not depend on the number of threads.
/// </summary>
/// <remarks>Halko, Martinsson, Tropp: Finding structure with randomness, SIAM Review 2011.</remarks>
internal static class SubspaceIteration
{
    private const int Oversampling = 20;
    private const int Iterations = 6;
    private const float Negligible = 1e-5f;

    /// <summary>Finds the eigenvectors of the largest eigenvalues.</summary>
    /// <param name="gram">The matrix.</param>
    /// <param name="dimension">The number of eigenvectors, at most as many as the matrix has rows.</param>
    /// <param name="seed">The seed of the first block.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The eigenvectors, as the columns of a table of rows: [items * dimension]; and the eigenvalues, largest first: [dimension]. Where
    /// the rank is smaller, the rest is zeros.</returns>
    public static (float[] Vectors, double[] Values) FindLeading(ScaledGram gram, int dimension, int seed, ParallelOptions parallelism)
    {
        int size = gram.Size;
        int width = Math.Min(dimension + Oversampling, size);
        var block = VectorTable.Create(size, width);
        var product = VectorTable.Create(size, width);
        var columns = VectorTable.Create(size, width);
        GaussianNoise.Fill(block, 1, seed);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            gram.Multiply(block, width, product, parallelism);
            Transpose(product, size, width, columns);
            Orthonormalize(columns, size, width, parallelism);
            if (iteration == Iterations - 1)
            {
                // Once more, for what rounding left.
                Orthonormalize(columns, size, width, parallelism);
            }

            Transpose(columns, width, size, block);
        }

        gram.Multiply(block, width, product, parallelism);
        var products = VectorTable.Create(size, width);
        Transpose(product, size, width, products);
        var small = new double[width * width];
        Parallel.For(0, width, parallelism, row =>
        {
            for (int column = 0; column <= row; column++)
            {
                float value = TensorPrimitives.Dot<float>(columns.AsSpan(row * size, size), products.AsSpan(column * size, size));
                small[row * width + column] = value;
                small[column * width + row] = value;
            }
        });
        var values = SymmetricEigen.Decompose(small, width);
        var rotation = Array.ConvertAll(small, value => (float)value);
        var vectors = VectorTable.Create(size, dimension);
        Parallel.For(0, size, parallelism, row =>
        {
            for (int n = 0; n < dimension; n++)
            {
                vectors[row * dimension + n] = TensorPrimitives.Dot<float>(block.AsSpan(row * width, width), rotation.AsSpan(n * width, width));
            }
        });
        return (vectors, values[..dimension]);
    }

    /// <summary>Gram-Schmidt; a vector that is a combination of those before it becomes zeros.</summary>
    private static void Orthonormalize(float[] vectors, int length, int count, ParallelOptions parallelism)
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
