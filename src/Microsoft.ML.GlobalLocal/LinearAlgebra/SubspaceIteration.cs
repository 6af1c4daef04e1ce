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
        GaussianNoise.Fill(block, 1, seed);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            gram.Multiply(block, width, product, parallelism);
            (block, product) = (product, block);
            Orthonormalization.Apply(block, size, width, parallelism);
        }

        // Once more, for what rounding left.
        Orthonormalization.Apply(block, size, width, parallelism);
        gram.Multiply(block, width, product, parallelism);
        var small = Array.ConvertAll(Gramian.Compute(block, product, width, parallelism), value => (double)value);
        var values = SymmetricEigen.Decompose(small, width);
        var rotation = new float[width * dimension];
        for (int n = 0; n < dimension; n++)
        {
            for (int k = 0; k < width; k++)
            {
                rotation[k * dimension + n] = (float)small[n * width + k];
            }
        }

        var vectors = VectorTable.Create(size, dimension);
        new PackedMatrix(rotation, width, dimension).Multiply(block, vectors, parallelism);
        return (vectors, values[..dimension]);
    }
}
