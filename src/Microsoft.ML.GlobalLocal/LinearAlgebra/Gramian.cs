using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Computes the Gramian Y^T Y of a table of vectors.</summary>
internal static class Gramian
{
    private const int MaximumParts = 32;
    private const int SmallestPart = 512;
    private const int BlockHeight = 64;

    /// <summary>Computes Y^T Y; the vectors are summed in parts that depend on their number alone, whatever the number of threads.</summary>
    /// <param name="vectors">Y, row after row: [vectors * dimension].</param>
    /// <param name="dimension">The length of every vector.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The symmetric matrix, row after row: [dimension * dimension].</returns>
    public static float[] Compute(float[] vectors, int dimension, ParallelOptions parallelism) => Compute(vectors, vectors, dimension, parallelism);

    /// <summary>Computes Y^T Z of two tables of which it is known that the product is symmetric.</summary>
    /// <param name="vectors">Y, row after row: [vectors * dimension].</param>
    /// <param name="others">Z, row after row: [vectors * dimension].</param>
    /// <param name="dimension">The length of every vector.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The symmetric matrix, row after row: [dimension * dimension].</returns>
    public static float[] Compute(float[] vectors, float[] others, int dimension, ParallelOptions parallelism)
    {
        int count = vectors.Length / dimension;
        int partHeight = Math.Max((count + MaximumParts - 1) / MaximumParts, SmallestPart);
        var parts = new float[(count + partHeight - 1) / partHeight][];
        Parallel.For(0, parts.Length, parallelism, part => parts[part] = SumPart(vectors, others, dimension, part * partHeight, Math.Min((part + 1) * partHeight, count)));

        var gramian = new float[dimension * dimension];
        int stride = MatrixTile.Pad(dimension);
        for (int row = 0; row < dimension; row++)
        {
            var target = gramian.AsSpan(row * dimension, row + 1);
            foreach (var part in parts)
            {
                TensorPrimitives.Add(target, part.AsSpan(row * stride, row + 1), target);
            }

            for (int column = 0; column < row; column++)
            {
                gramian[column * dimension + row] = target[column];
            }
        }

        return gramian;
    }

    /// <summary>Adds y y^T of some vectors of a table to a symmetric matrix, of which the lower triangle is in use.</summary>
    /// <param name="vectors">The vectors, row after row: [vectors * dimension].</param>
    /// <param name="dimension">The length of every vector.</param>
    /// <param name="indices">Those that are added.</param>
    /// <param name="sum">What is added to, row after row, padded by <see cref="MatrixTile.Pad"/> on both sides.</param>
    public static void Add(float[] vectors, int dimension, ReadOnlySpan<int> indices, Span<float> sum)
    {
        int stride = MatrixTile.Pad(dimension);
        var rented = ArrayPool<float>.Shared.Rent(stride * BlockHeight);
        var panels = rented.AsSpan(0, stride * BlockHeight);
        panels[^(BlockHeight * MatrixTile.Width)..].Clear();
        while (indices.Length > 0)
        {
            int height = Math.Min(BlockHeight, indices.Length);
            for (int row = 0; row < height; row++)
            {
                Pack(vectors.AsSpan(indices[row] * dimension, dimension), panels[(row * MatrixTile.Width)..]);
            }

            AddProducts(panels, panels, height, sum, stride);
            indices = indices[height..];
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The lower triangle, in whole tiles, of the product over some vectors behind each other; padded to whole tiles.</summary>
    private static float[] SumPart(float[] vectors, float[] others, int dimension, int start, int end)
    {
        int stride = MatrixTile.Pad(dimension);
        var sum = new float[stride * stride];
        var left = new float[stride * BlockHeight];
        var right = vectors == others ? left : new float[stride * BlockHeight];
        for (int first = start; first < end; first += BlockHeight)
        {
            int height = Math.Min(BlockHeight, end - first);
            PackAll(vectors, left, first, height);
            if (right != left)
            {
                PackAll(others, right, first, height);
            }

            AddProducts(left, right, height, sum, stride);
        }

        return sum;

        void PackAll(float[] table, float[] panels, int first, int height)
        {
            for (int row = 0; row < height; row++)
            {
                Pack(table.AsSpan((first + row) * dimension, dimension), panels.AsSpan(row * MatrixTile.Width));
            }
        }
    }

    /// <summary>Spreads a vector over panels of 16 entries.</summary>
    private static void Pack(ReadOnlySpan<float> vector, Span<float> panels)
    {
        for (int start = 0; start < vector.Length; start += MatrixTile.Width)
        {
            vector[start..Math.Min(start + MatrixTile.Width, vector.Length)].CopyTo(panels[(start * BlockHeight)..]);
        }
    }

    private static void AddProducts(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int height, Span<float> sum, int stride)
    {
        ref float leftPanels = ref MemoryMarshal.GetReference(left);
        ref float rightPanels = ref MemoryMarshal.GetReference(right);
        ref float target = ref MemoryMarshal.GetReference(sum);
        for (int column = 0; column < stride; column += MatrixTile.Width)
        {
            ref float b = ref Unsafe.Add(ref rightPanels, column * BlockHeight);
            for (int row = column; row < stride; row += MatrixTile.Height)
            {
                ref float a = ref Unsafe.Add(ref leftPanels, row / MatrixTile.Width * (MatrixTile.Width * BlockHeight) + row % MatrixTile.Width);
                MatrixTile.MultiplyAdd(ref a, 1, MatrixTile.Width, ref b, MatrixTile.Width, height, ref Unsafe.Add(ref target, row * stride + column), (nuint)stride);
            }
        }
    }
}
