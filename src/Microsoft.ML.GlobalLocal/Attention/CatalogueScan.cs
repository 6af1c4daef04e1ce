using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Scores all items for a group of prepared users, a block of items after the other: what belongs to a block stays in the caches, and an item's
/// vectors are read once for the whole group. The scores of a user do not depend on who else is in the group.
/// </summary>
internal ref struct CatalogueScan
{
    // Scores of spaces that are no vectors are computed for all items at once: so many of them in a space are kept for a group.
    private const int WholeScores = 1 << 22;
    private const int LargestGroup = 64;
    private const int BlockSize = AttentionModel.BlockSize;

    private readonly AttentionModel _model;
    private readonly ReadOnlySpan<UserQuery> _queries;
    private readonly int[] _items;
    private readonly float[] _rented;

    // Parts of what is rented. For each scored space, one after the other: [users * dimension] vectors, or [users * items] scores.
    private readonly Span<float> _spaceInputs;
    private readonly Span<float> _spaceScores;
    private readonly Span<float> _scores;
    private readonly Span<float> _buffer;

    /// <summary>Starts before the first block.</summary>
    /// <param name="model">The model.</param>
    /// <param name="queries">The prepared users, best up to <see cref="GetGroupSize"/>.</param>
    public CatalogueScan(AttentionModel model, ReadOnlySpan<UserQuery> queries)
    {
        _model = model;
        _queries = queries;
        int inputs = 0;
        foreach (int r in model.ScoredSpaces)
        {
            inputs += queries.Length * GetInputWidth(r);
        }

        int spaceScores = queries.Length * model.Spaces.Count * BlockSize;
        int scores = queries.Length * BlockSize;
        _items = ArrayPool<int>.Shared.Rent(BlockSize);
        _rented = ArrayPool<float>.Shared.Rent(inputs + spaceScores + scores + model.GetBlendBufferSize(BlockSize));
        _spaceInputs = _rented.AsSpan(0, inputs);
        _spaceScores = _rented.AsSpan(inputs, spaceScores);
        _scores = _rented.AsSpan(inputs + spaceScores, scores);
        _buffer = _rented.AsSpan(inputs + spaceScores + scores);
        PrepareInputs();
    }

    /// <summary>The first item of the block.</summary>
    public int Start { get; private set; }

    /// <summary>The number of items of the block; 0 before the first.</summary>
    public int Count { get; private set; }

    /// <summary>How many users are best scored together.</summary>
    public static int GetGroupSize(AttentionModel model) => Math.Clamp(WholeScores / model.ItemCount, 1, LargestGroup);

    /// <summary>Scores the next block of items.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        Start += Count;
        Count = Math.Min(BlockSize, _model.ItemCount - Start);
        if (Count == 0)
        {
            return false;
        }

        for (int b = 0; b < Count; b++)
        {
            _items[b] = Start + b;
        }

        int userStride = _model.Spaces.Count * BlockSize;
        int offset = 0;
        foreach (int r in _model.ScoredSpaces)
        {
            int length = _queries.Length * GetInputWidth(r);
            ScoreBlock(_model.Spaces[r], _spaceInputs.Slice(offset, length), _spaceScores[(r * BlockSize)..], userStride);
            offset += length;
        }

        for (int user = 0; user < _queries.Length; user++)
        {
            _model.BlendBlock(_queries[user], _items.AsSpan(0, Count), _spaceScores.Slice(user * userStride, userStride), BlockSize, GetScores(user), _buffer);
        }

        return true;
    }

    /// <summary>The scores of the block's items for a user.</summary>
    /// <param name="user">The user's place in the group.</param>
    public readonly Span<float> GetScores(int user) => _scores.Slice(user * BlockSize, Count);

    /// <summary>Gives back the working memory.</summary>
    public readonly void Dispose()
    {
        ArrayPool<float>.Shared.Return(_rented);
        ArrayPool<int>.Shared.Return(_items);
    }

    private readonly int GetInputWidth(int r) => _model.Spaces[r] is VectorSpace ? _model.Spaces[r].Dimension : _model.ItemCount;

    private readonly void PrepareInputs()
    {
        int offset = 0;
        foreach (int r in _model.ScoredSpaces)
        {
            int width = GetInputWidth(r);
            foreach (var query in _queries)
            {
                var row = _spaceInputs.Slice(offset, width);
                if (_model.Spaces[r] is VectorSpace)
                {
                    query.Vectors[r].Span.CopyTo(row);
                }
                else
                {
                    _model.Spaces[r].ScoreAll(_model.View(query, r), row);
                }

                offset += width;
            }
        }
    }

    private readonly void ScoreBlock(RepresentationSpace space, ReadOnlySpan<float> inputs, Span<float> target, int userStride)
    {
        if (space is VectorSpace)
        {
            VectorScores.Score(space.Similarity, inputs, space.ItemTable.AsSpan(Start * space.Dimension, Count * space.Dimension), space.Dimension, target, userStride);
            return;
        }

        for (int user = 0; user < _queries.Length; user++)
        {
            inputs.Slice(user * space.ItemCount + Start, Count).CopyTo(target[(user * userStride)..]);
        }
    }
}
