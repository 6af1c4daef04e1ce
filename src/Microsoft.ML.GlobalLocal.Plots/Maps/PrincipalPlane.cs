using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Lays vectors out in the plane in which they differ most: principal component analysis of their directions.</summary>
internal static class PrincipalPlane
{
    /// <summary>Projects the items of a space.</summary>
    /// <param name="space">The space.</param>
    /// <returns>The items' coordinates, the first being the direction of the greatest variance.</returns>
    public static (double X, double Y)[] Project(RepresentationSpace space)
    {
        int dimension = space.Dimension;
        var table = Center(space);
        var covariance = Array.ConvertAll(Gramian.Compute(table, dimension, new ParallelOptions()), value => (double)value);
        SymmetricEigen.Decompose(covariance, dimension);
        var axes = Enumerable.Range(0, 2).Select(n => n < dimension ? Orient(covariance.AsSpan(n * dimension, dimension)) : new float[dimension]).ToArray();
        return
        [
            .. Enumerable.Range(0, space.ItemCount).Select(item =>
            {
                ReadOnlySpan<float> row = table.AsSpan(item * dimension, dimension);
                return ((double)TensorPrimitives.Dot<float>(row, axes[0]), (double)TensorPrimitives.Dot<float>(row, axes[1]));
            }),
        ];
    }

    /// <summary>The items' vectors, each of length 1, so that popular items do not outshine the rest, less their mean.</summary>
    private static float[] Center(RepresentationSpace space)
    {
        var table = VectorTable.Create(space.ItemCount, space.Dimension);
        var mean = new float[space.Dimension];
        for (int item = 0; item < space.ItemCount; item++)
        {
            var row = table.AsSpan(item * space.Dimension, space.Dimension);
            float norm = TensorPrimitives.Norm(space.GetItemVector(item));
            TensorPrimitives.Multiply(space.GetItemVector(item), norm > 0 ? 1 / norm : 0, row);
            TensorPrimitives.Add(mean, row, mean);
        }

        TensorPrimitives.Divide(mean, space.ItemCount, mean);
        for (int item = 0; item < space.ItemCount; item++)
        {
            var row = table.AsSpan(item * space.Dimension, space.Dimension);
            TensorPrimitives.Subtract(row, mean, row);
        }

        return table;
    }

    /// <summary>An eigenvector is one in either direction; the one whose largest entry is positive is taken.</summary>
    private static float[] Orient(ReadOnlySpan<double> axis)
    {
        double sign = axis[TensorPrimitives.IndexOfMaxMagnitude(axis)] < 0 ? -1 : 1;
        var oriented = new float[axis.Length];
        for (int n = 0; n < axis.Length; n++)
        {
            oriented[n] = (float)(sign * axis[n]);
        }

        return oriented;
    }
}
