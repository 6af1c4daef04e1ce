using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The attention over representation spaces (section 3.3 of the paper), ready for prediction: for every user-item pair the weights alpha of the
/// spaces, and the blended score. Immutable and thread-safe.
/// </summary>
public sealed class AttentionModel
{
    /// <summary>The largest number of items that are blended at once.</summary>
    internal const int BlockSize = 256;

    private readonly RepresentationSpace[] _spaces;
    private readonly float[][] _itemTables;
    private readonly int[] _scoredSpaces;

    internal AttentionModel(IEnumerable<RepresentationSpace> spaces, float[] scales, AttentionWeighting weighting, Blend blend, VectorSimilarity similarity)
    {
        _spaces = [.. spaces];
        if (_spaces.Length == 0 || scales.Length != _spaces.Length || weighting.SpaceCount != _spaces.Length)
        {
            throw new ArgumentException($"There are {_spaces.Length} spaces, {scales.Length} scales and {weighting.SpaceCount} weights; there must be as many of each, and at least one.", nameof(spaces));
        }

        if (_spaces.Select(space => space.Name).Distinct().Count() < _spaces.Length)
        {
            throw new ArgumentException($"The names of the spaces must differ; they are {string.Join(", ", _spaces.Select(space => space.Name))}.", nameof(spaces));
        }

        foreach (var space in _spaces)
        {
            if (space.UserCount != UserCount || space.ItemCount != ItemCount)
            {
                throw new ArgumentException($"Space '{space.Name}' has {space.UserCount} users and {space.ItemCount} items; space '{_spaces[0].Name}' has {UserCount} and {ItemCount}.", nameof(spaces));
            }

            if (blend == Blend.Representations && space.Dimension != _spaces[0].Dimension)
            {
                throw new ArgumentException($"Space '{space.Name}' has dimension {space.Dimension}, space '{_spaces[0].Name}' {_spaces[0].Dimension}; vectors are blended only where all have the same. Use Blend.Scores, or one dimension.", nameof(spaces));
            }
        }

        if (!TensorPrimitives.IsFiniteAll<float>(scales) || TensorPrimitives.Min<float>(scales) <= 0)
        {
            throw new ArgumentException("The scales of the spaces' scores must be positive and finite.", nameof(scales));
        }

        Scales = scales;
        Weighting = weighting;
        Blend = blend;
        Similarity = similarity;
        _itemTables = [.. _spaces.Select(space => space.ItemTable)];
        _scoredSpaces = [.. Enumerable.Range(0, _spaces.Length).Where(ReadsScoresOf)];
    }

    /// <summary>The spaces, in the order of the weights.</summary>
    public IReadOnlyList<RepresentationSpace> Spaces => _spaces;

    /// <summary>What the weights blend.</summary>
    public Blend Blend { get; }

    /// <summary>How blended vectors are compared; not used with <see cref="Blend.Scores"/>.</summary>
    public VectorSimilarity Similarity { get; }

    /// <summary>The number of users.</summary>
    public int UserCount => _spaces[0].UserCount;

    /// <summary>The number of items.</summary>
    public int ItemCount => _spaces[0].ItemCount;

    /// <summary>What each space's score is multiplied with to have unit variance: [spaces].</summary>
    internal float[] Scales { get; }

    internal AttentionWeighting Weighting { get; }

    /// <summary>A model of one space alone: its score is the space's.</summary>
    /// <param name="space">The space.</param>
    /// <param name="interactions">The interactions of the space's users.</param>
    /// <exception cref="ArgumentException">The space has another number of users or items than the interactions.</exception>
    public static AttentionModel OfOne(RepresentationSpace space, InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(interactions);
        interactions.CheckFits(space.UserCount, space.ItemCount, $"Space '{space.Name}'");
        return new AttentionModel([space], [1], new FixedWeighting([0]), Blend.Scores, VectorSimilarity.Product);
    }

    /// <summary>Makes an empty query, to be filled by <see cref="Prepare(UserQuery, InteractionMatrix, int)"/> or <see cref="Prepare(UserQuery, ReadOnlyMemory{int})"/>.</summary>
    public UserQuery CreateQuery() => new(_spaces.Length);

    /// <summary>Prepares a user of the training data.</summary>
    /// <param name="query">The query to fill.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="user">The user's index.</param>
    public void Prepare(UserQuery query, InteractionMatrix interactions, int user)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(interactions);
        query.User = user;
        query.ItemMemory = interactions.GetItemMemory(user);
        for (int r = 0; r < _spaces.Length; r++)
        {
            query.Vectors[r] = _spaces[r].UserTable.AsMemory(user * _spaces[r].Dimension, _spaces[r].Dimension);
        }

        CompletePreparation(query);
    }

    /// <summary>Prepares a user who was not in training, represented in every space by the items it touched.</summary>
    /// <param name="query">The query to fill.</param>
    /// <param name="items">The user's items, ascending, each once.</param>
    /// <exception cref="ArgumentException">The items are not ascending, or one is no item of the model.</exception>
    public void Prepare(UserQuery query, ReadOnlyMemory<int> items)
    {
        ArgumentNullException.ThrowIfNull(query);
        int previous = -1;
        foreach (int item in items.Span)
        {
            previous = item > previous && item < ItemCount
                ? item
                : throw new ArgumentException($"The user's items must be ascending and below {ItemCount}, each once; {item} comes after {previous}.", nameof(items));
        }

        query.User = -1;
        query.ItemMemory = items;
        for (int r = 0; r < _spaces.Length; r++)
        {
            var vector = query.FoldedVectors[r] ??= new float[_spaces[r].Dimension];
            _spaces[r].FoldIn(items.Span, vector);
            query.Vectors[r] = vector;
        }

        CompletePreparation(query);
    }

    /// <summary>Scores some items for a prepared user; higher is better.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="items">The items' indices.</param>
    /// <param name="scores">Receives the scores; as long as <paramref name="items"/>.</param>
    public void Score(UserQuery query, ReadOnlySpan<int> items, Span<float> scores)
    {
        // A space scores all the items at once: one that scores by its neighbours goes through the user's items each time.
        var spaceScores = ArrayPool<float>.Shared.Rent(_scoredSpaces.Length * items.Length);
        for (int n = 0; n < _scoredSpaces.Length; n++)
        {
            ScoreSpace(query, _scoredSpaces[n], items, spaceScores.AsSpan(n * items.Length, items.Length));
        }

        int largest = Math.Min(items.Length, BlockSize);
        int blockValues = _spaces.Length * Pad(largest);
        var buffer = ArrayPool<float>.Shared.Rent(blockValues + GetBlendBufferSize(largest));
        for (int start = 0; start < items.Length; start += BlockSize)
        {
            var block = items.Slice(start, Math.Min(BlockSize, items.Length - start));
            int stride = Pad(block.Length);
            for (int n = 0; n < _scoredSpaces.Length; n++)
            {
                spaceScores.AsSpan(n * items.Length + start, block.Length).CopyTo(buffer.AsSpan(_scoredSpaces[n] * stride));
            }

            BlendBlock(query, block, buffer.AsSpan(0, blockValues), stride, scores.Slice(start, block.Length), buffer.AsSpan(blockValues));
        }

        ArrayPool<float>.Shared.Return(buffer);
        ArrayPool<float>.Shared.Return(spaceScores);
    }

    /// <summary>Scores every item for a prepared user; higher is better.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="scores">Receives the scores; as long as there are items.</param>
    public void ScoreAll(UserQuery query, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var scan = new CatalogueScan(this, new ReadOnlySpan<UserQuery>(ref query));
        while (scan.MoveNext())
        {
            scan.GetScores(0).CopyTo(scores[scan.Start..]);
        }
    }

    /// <summary>The weights alpha of the spaces for a prepared user and an item (Eq. 8); they sum to 1.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="item">The item's index.</param>
    /// <param name="weights">Receives the weights, in the order of <see cref="Spaces"/>.</param>
    public void GetWeights(UserQuery query, int item, Span<float> weights) => GetScoresAndWeights(query, [item], [], weights);

    /// <summary>The blended vectors of a prepared user and an item (Eq. 9), where all spaces have the same dimension.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="item">The item's index.</param>
    /// <param name="user">Receives the user's blended vector.</param>
    /// <param name="itemVector">Receives the item's blended vector.</param>
    internal void BlendVectors(UserQuery query, int item, Span<float> user, Span<float> itemVector)
    {
        Span<float> weights = stackalloc float[_spaces.Length];
        GetWeights(query, item, weights);
        user.Clear();
        itemVector.Clear();
        for (int r = 0; r < _spaces.Length; r++)
        {
            TensorPrimitives.MultiplyAdd(query.Vectors[r].Span, weights[r], user, user);
            TensorPrimitives.MultiplyAdd(_spaces[r].GetItemVector(item), weights[r], itemVector, itemVector);
        }
    }

    /// <summary>The scaled scores and the weights alpha (Eq. 8) of some items for a prepared user, in every space, and the factors of the pairs.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="items">The items' indices.</param>
    /// <param name="scaledScores">Receives [items * spaces], item by item, the scores scaled to unit variance; empty where they are not asked for.</param>
    /// <param name="weights">Receives [items * spaces], item by item; the weights of an item sum to 1.</param>
    /// <param name="pairFactors">Receives [items], 1 where the model has none; empty where they are not asked for.</param>
    internal void GetScoresAndWeights(UserQuery query, ReadOnlySpan<int> items, Span<float> scaledScores, Span<float> weights, Span<float> pairFactors = default)
    {
        int spaces = _spaces.Length;
        int largest = Math.Min(items.Length, BlockSize);
        int blockValues = spaces * Pad(largest);
        var buffer = ArrayPool<float>.Shared.Rent(blockValues + GetBlendBufferSize(largest));
        for (int start = 0; start < items.Length; start += BlockSize)
        {
            var block = items.Slice(start, Math.Min(BlockSize, items.Length - start));
            int stride = Pad(block.Length);
            var scaled = buffer.AsSpan(0, spaces * stride);
            for (int r = 0; r < spaces && (scaledScores.Length > 0 || Weighting.ReadsScores); r++)
            {
                var row = scaled.Slice(r * stride, block.Length);
                ScoreSpace(query, r, block, row);
                TensorPrimitives.Multiply(row, Scales[r], row);
            }

            var alpha = buffer.AsSpan(blockValues, Weighting.RowCount * stride);
            ComputeAlpha(query, block, stride, scaled, alpha, buffer.AsSpan(blockValues + alpha.Length));
            if (pairFactors.Length > 0)
            {
                var factors = pairFactors.Slice(start, block.Length);
                if (Weighting.HasPairFactor)
                {
                    alpha.Slice(spaces * stride, block.Length).CopyTo(factors);
                }
                else
                {
                    factors.Fill(1);
                }
            }

            for (int b = 0; b < block.Length; b++)
            {
                for (int r = 0; r < spaces; r++)
                {
                    weights[(start + b) * spaces + r] = alpha[r * stride + b];
                    if (scaledScores.Length > 0)
                    {
                        scaledScores[(start + b) * spaces + r] = scaled[r * stride + b];
                    }
                }
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>The scores of a prepared user and an item in every space, scaled to unit variance.</summary>
    internal void GetScaledScores(UserQuery query, int item, Span<float> scores)
    {
        for (int r = 0; r < scores.Length; r++)
        {
            ScoreSpace(query, r, [item], scores.Slice(r, 1));
            scores[r] *= Scales[r];
        }
    }

    /// <summary>
    /// Scores some items in one space. A single item is likely to be followed by others of the same user, so scores that are cheap only together are kept for
    /// these.
    /// </summary>
    private void ScoreSpace(UserQuery query, int r, ReadOnlySpan<int> items, Span<float> scores)
    {
        if (items.Length != 1 || !_spaces[r].ScoresAllTogether)
        {
            _spaces[r].Score(View(query, r), items, scores);
            return;
        }

        if (!query.IsKept[r])
        {
            _spaces[r].ScoreAll(View(query, r), query.KeptScores[r] ??= new float[ItemCount]);
            query.IsKept[r] = true;
        }

        scores[0] = query.KeptScores[r]![items[0]];
    }

    /// <summary>The spaces whose scores a blended score is made of.</summary>
    internal ReadOnlySpan<int> ScoredSpaces => _scoredSpaces;

    internal UserView View(UserQuery query, int space) => new(query.Vectors[space].Span, query.Items);

    /// <summary>The length of a row of a block: the rows are padded, so that every item goes through the same vector instructions.</summary>
    internal static int Pad(int items) => (items + DenseLayer.ColumnMultiple - 1) / DenseLayer.ColumnMultiple * DenseLayer.ColumnMultiple;

    /// <summary>The scratch space that <see cref="BlendBlock"/> needs for blocks of up to so many items.</summary>
    internal int GetBlendBufferSize(int items) => (Weighting.RowCount + 1) * Pad(items) + Weighting.GetBufferSize(Pad(items));

    /// <summary>Blends a block of items.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="items">The items of the block, at most <see cref="BlockSize"/>.</param>
    /// <param name="spaceScores">[spaces * stride], the score of item b in space r at [r * stride + b], in the rows of <see cref="ScoredSpaces"/>; overwritten.</param>
    /// <param name="stride">The length of a row, <see cref="Pad"/> of the number of items at least.</param>
    /// <param name="scores">Receives the blended scores; as long as <paramref name="items"/>.</param>
    /// <param name="buffer">Scratch space.</param>
    internal void BlendBlock(UserQuery query, ReadOnlySpan<int> items, Span<float> spaceScores, int stride, Span<float> scores, Span<float> buffer)
    {
        foreach (int r in _scoredSpaces)
        {
            var row = spaceScores.Slice(r * stride, stride);
            TensorPrimitives.Multiply(row, Scales[r], row);
        }

        if (Blend == Blend.Scores && Weighting.FixedWeights is { } weights)
        {
            scores.Clear();
            foreach (int r in _scoredSpaces)
            {
                TensorPrimitives.MultiplyAdd(spaceScores.Slice(r * stride, items.Length), weights[r], scores, scores);
            }

            return;
        }

        var alpha = buffer[..(Weighting.RowCount * stride)];
        ComputeAlpha(query, items, stride, spaceScores, alpha, buffer[alpha.Length..]);
        if (Blend == Blend.Representations)
        {
            BlendedVectors.Score(Similarity, query, _itemTables, items, alpha, stride, scores);
        }
        else
        {
            scores.Clear();
            for (int r = 0; r < _spaces.Length; r++)
            {
                TensorPrimitives.MultiplyAdd(alpha.Slice(r * stride, items.Length), spaceScores.Slice(r * stride, items.Length), scores, scores);
            }
        }

        if (Weighting.HasPairFactor)
        {
            TensorPrimitives.Multiply(scores, alpha.Slice(_spaces.Length * stride, items.Length), scores);
        }
    }

    private void CompletePreparation(UserQuery query)
    {
        query.LogActivity = MathF.Log(1 + query.Items.Length);
        query.IsKept.AsSpan().Clear();
        Weighting.Prepare(query);
    }

    private bool ReadsScoresOf(int space) => Weighting.ReadsScores || (Blend == Blend.Scores && Weighting.FixedWeights?[space] != 0);

    /// <summary>Eq. 8: the softmax over the spaces of their logits, for a block of items at once; behind its rows that of the pairs' factors, if they have some.</summary>
    private void ComputeAlpha(UserQuery query, ReadOnlySpan<int> items, int stride, ReadOnlySpan<float> scaledScores, Span<float> rows, Span<float> buffer)
    {
        Weighting.ComputeLogits(query, items, stride, scaledScores, rows, buffer);
        var alpha = rows[..(_spaces.Length * stride)];
        ColumnSoftmax.Apply(alpha, stride, buffer);
        if (Weighting.HasPairFactor)
        {
            PairFactor.Compute(rows.Slice(alpha.Length, stride));
        }
    }
}
