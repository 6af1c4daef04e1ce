using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The items' side of a <see cref="MatchingScorer"/>, in blocks of columns, and the scores of a user against it. Immutable and thread-safe.</summary>
internal sealed class MatchingTable
{
    private readonly MatchingScorer _scorer;
    private readonly float[] _vectors;
    private readonly ColumnBlocks _blocks;

    /// <summary>Makes a table.</summary>
    /// <param name="scorer">What scores a pair.</param>
    /// <param name="vectors">The items' vectors, row after row: [items * vector length]. Not copied.</param>
    public MatchingTable(MatchingScorer scorer, float[] vectors)
    {
        _scorer = scorer;
        _vectors = vectors;
        _blocks = new ColumnBlocks(vectors, Length);
    }

    /// <summary>The number of items.</summary>
    public int Count => _blocks.Count;

    /// <summary>The length of a user's and an item's vector.</summary>
    public int Length => _scorer.VectorLength;

    /// <summary>Reads what <see cref="Write"/> wrote, which must be of so many items.</summary>
    public static MatchingTable Read(ModelReader reader, int count)
    {
        var scorer = MatchingScorer.Read(reader);
        return new MatchingTable(scorer, reader.ReadArray<float>((long)count * scorer.VectorLength));
    }

    /// <summary>Scores all items.</summary>
    public void ScoreAll(ReadOnlySpan<float> user, Span<float> scores)
    {
        for (int start = 0; start < Count; start += ColumnBlocks.BlockSize)
        {
            var columns = _blocks.Get(start, out int block);
            _scorer.Score(user, columns, block, scores.Slice(start, block));
        }
    }

    /// <summary>Scores some items.</summary>
    public void Score(ReadOnlySpan<float> user, ReadOnlySpan<int> items, Span<float> scores)
    {
        var columns = ArrayPool<float>.Shared.Rent(ColumnBlocks.BlockSize * Length);
        for (int start = 0; start < items.Length; start += ColumnBlocks.BlockSize)
        {
            int block = Math.Min(ColumnBlocks.BlockSize, items.Length - start);
            _blocks.Gather(items.Slice(start, block), columns);
            _scorer.Score(user, columns.AsSpan(0, block * Length), block, scores.Slice(start, block));
        }

        ArrayPool<float>.Shared.Return(columns);
    }

    /// <summary>Writes the scorer and the items' vectors.</summary>
    public void Write(ModelWriter writer)
    {
        _scorer.Write(writer);
        writer.WriteArray<float>(_vectors);
    }
}
