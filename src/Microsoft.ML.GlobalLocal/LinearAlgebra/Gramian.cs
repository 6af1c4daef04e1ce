using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Computes the Gramian Y^T Y of a table of vectors.</summary>
internal static class Gramian
{
    private const int BandHeight = 16;

    /// <summary>Computes Y^T Y; every entry is summed in the order of the vectors, whatever the number of threads.</summary>
    /// <param name="vectors">Y, row after row: [vectors * dimension].</param>
    /// <param name="dimension">The length of every vector.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The symmetric matrix, row after row: [dimension * dimension].</returns>
    public static float[] Compute(float[] vectors, int dimension, ParallelOptions parallelism)
    {
        var gramian = new float[dimension * dimension];
        Parallel.For(0, (dimension + BandHeight - 1) / BandHeight, parallelism, band =>
        {
            int end = Math.Min((band + 1) * BandHeight, dimension);
            for (int start = 0; start < vectors.Length; start += dimension)
            {
                ReadOnlySpan<float> y = vectors.AsSpan(start, dimension);
                for (int row = band * BandHeight; row < end; row++)
                {
                    var target = gramian.AsSpan(row * dimension, row + 1);
                    TensorPrimitives.MultiplyAdd(y[..(row + 1)], y[row], target, target);
                }
            }
        });

        for (int row = 0; row < dimension; row++)
        {
            for (int column = 0; column < row; column++)
            {
                gramian[column * dimension + row] = gramian[row * dimension + column];
            }
        }

        return gramian;
    }
}
