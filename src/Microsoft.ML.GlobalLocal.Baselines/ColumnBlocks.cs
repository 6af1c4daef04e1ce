namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A table of vectors as blocks of columns, for operations over many vectors at once: number n of column c is at [n * block + c]. Immutable and
/// thread-safe.
/// </summary>
internal sealed class ColumnBlocks
{
    /// <summary>The number of columns of a block; the last one may have fewer.</summary>
    public const int BlockSize = 128;

    private readonly float[] _vectors;
    private readonly float[] _blocks;
    private readonly int _length;

    /// <summary>Makes the blocks.</summary>
    /// <param name="vectors">The vectors, row after row: [vectors * length]. Not copied.</param>
    /// <param name="length">The length of a vector.</param>
    public ColumnBlocks(float[] vectors, int length)
    {
        _vectors = vectors;
        _length = length;
        _blocks = new float[vectors.Length];
        for (int start = 0; start < Count; start += BlockSize)
        {
            int block = Math.Min(BlockSize, Count - start);
            for (int column = 0; column < block; column++)
            {
                CopyToColumn(start + column, column, block, _blocks.AsSpan(start * length, block * length));
            }
        }
    }

    /// <summary>The number of vectors.</summary>
    public int Count => _vectors.Length / _length;

    /// <summary>A block.</summary>
    /// <param name="start">The number of its first vector, a multiple of <see cref="BlockSize"/>.</param>
    /// <param name="block">The number of its columns.</param>
    public ReadOnlySpan<float> Get(int start, out int block)
    {
        block = Math.Min(BlockSize, Count - start);
        return _blocks.AsSpan(start * _length, block * _length);
    }

    /// <summary>Makes a block of some vectors.</summary>
    /// <param name="items">The numbers of the vectors.</param>
    /// <param name="columns">Receives the block: [length * items].</param>
    public void Gather(ReadOnlySpan<int> items, Span<float> columns)
    {
        for (int column = 0; column < items.Length; column++)
        {
            CopyToColumn(items[column], column, items.Length, columns);
        }
    }

    private void CopyToColumn(int item, int column, int block, Span<float> columns)
    {
        var vector = _vectors.AsSpan(item * _length, _length);
        for (int n = 0; n < vector.Length; n++)
        {
            columns[n * block + column] = vector[n];
        }
    }
}
