using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The right-hand side of matrix products: a matrix in panels of 16 columns, so that the tiles of a product read it in order.</summary>
internal sealed class PackedMatrix
{
    private const int BlockHeight = 64;

    private readonly int _rows;
    private readonly int _columns;
    private readonly float[] _panels;

    /// <summary>Packs a matrix.</summary>
    /// <param name="values">The matrix, row after row: [rows * columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public PackedMatrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        Debug.Assert(values.Length == rows * columns);
        _rows = rows;
        _columns = columns;
        Stride = MatrixTile.Pad(columns);
        _panels = new float[rows * Stride];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                _panels[(column / MatrixTile.Width * rows + row) * MatrixTile.Width + column % MatrixTile.Width] = values[row * columns + column];
            }
        }
    }

    /// <summary>The number of columns, padded with zeros to whole panels.</summary>
    public int Stride { get; }

    /// <summary>result += left * this. A row of the result does not depend on the other rows.</summary>
    /// <param name="left">The left-hand side, whose columns are this matrix' rows: [count * leftStride].</param>
    /// <param name="leftStride">From one row of it to the next.</param>
    /// <param name="count">The number of its rows, a multiple of <see cref="MatrixTile.Height"/>.</param>
    /// <param name="result">What is added to: [count * <see cref="Stride"/>].</param>
    public void MultiplyAdd(ReadOnlySpan<float> left, int leftStride, int count, Span<float> result)
    {
        Debug.Assert(count % MatrixTile.Height == 0 && left.Length >= count * leftStride && leftStride >= _rows && result.Length >= count * Stride);
        ref float a = ref MemoryMarshal.GetReference(left);
        ref float panels = ref MemoryMarshal.GetArrayDataReference(_panels);
        ref float target = ref MemoryMarshal.GetReference(result);
        for (int column = 0; column < Stride; column += MatrixTile.Width)
        {
            ref float panel = ref Unsafe.Add(ref panels, column * _rows);
            for (int row = 0; row < count; row += MatrixTile.Height)
            {
                MatrixTile.MultiplyAdd(ref Unsafe.Add(ref a, row * leftStride), (nuint)leftStride, 1, ref panel, MatrixTile.Width, _rows, ref Unsafe.Add(ref target, row * Stride + column), (nuint)Stride);
            }
        }
    }

    /// <summary>result = table * this, a block of rows at a time.</summary>
    /// <param name="table">The left-hand side, row after row: [count * rows].</param>
    /// <param name="result">Receives the product: [count * columns]; may be <paramref name="table"/> itself where this matrix is square.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public void Multiply(float[] table, float[] result, ParallelOptions parallelism)
    {
        int count = table.Length / _rows;
        Parallel.For(0, (count + BlockHeight - 1) / BlockHeight, parallelism, () => (Left: new float[BlockHeight * _rows], Product: new float[BlockHeight * Stride]), (block, _, buffers) =>
        {
            int start = block * BlockHeight;
            int height = Math.Min(BlockHeight, count - start);
            table.AsSpan(start * _rows, height * _rows).CopyTo(buffers.Left);
            buffers.Product.AsSpan().Clear();
            MultiplyAdd(buffers.Left, _rows, BlockHeight, buffers.Product);
            for (int row = 0; row < height; row++)
            {
                buffers.Product.AsSpan(row * Stride, _columns).CopyTo(result.AsSpan((start + row) * _columns));
            }

            return buffers;
        }, _ => { });
    }
}
