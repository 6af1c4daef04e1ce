using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The attention over representation spaces (section 3.3 of the paper), ready for prediction: for every user-item pair the weights alpha of the
/// spaces, and the blended score. Immutable and thread-safe.
/// </summary>
public sealed class AttentionModel
{
    private const int BlockSize = 256;

    private readonly RepresentationSpace[] _spaces;

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
        int count = items.Length;
        var spaceScores = RentScores(count);
        for (int r = 0; r < _spaces.Length && spaceScores is not null; r++)
        {
            _spaces[r].Score(View(query, r), items, spaceScores.AsSpan(r * count, count));
        }

        BlendInBlocks(query, items, spaceScores, scores);
        Return(spaceScores);
    }

    /// <summary>Scores every item for a prepared user; higher is better.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="scores">Receives the scores; as long as there are items.</param>
    public void ScoreAll(UserQuery query, Span<float> scores)
    {
        int count = ItemCount;
        var spaceScores = RentScores(count);
        for (int r = 0; r < _spaces.Length && spaceScores is not null; r++)
        {
            _spaces[r].ScoreAll(View(query, r), spaceScores.AsSpan(r * count, count));
        }

        var items = ArrayPool<int>.Shared.Rent(count);
        for (int item = 0; item < count; item++)
        {
            items[item] = item;
        }

        BlendInBlocks(query, items.AsSpan(0, count), spaceScores, scores);
        ArrayPool<int>.Shared.Return(items);
        Return(spaceScores);
    }

    /// <summary>The weights alpha of the spaces for a prepared user and an item (Eq. 8); they sum to 1.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="item">The item's index.</param>
    /// <param name="weights">Receives the weights, in the order of <see cref="Spaces"/>.</param>
    public void GetWeights(UserQuery query, int item, Span<float> weights)
    {
        Span<float> scores = Weighting.ReadsScores ? stackalloc float[_spaces.Length] : [];
        GetScaledScores(query, item, scores);
        var buffer = ArrayPool<float>.Shared.Rent(Weighting.GetBufferSize(1));
        ComputeAlpha(query, [item], scores, weights[.._spaces.Length], buffer);
        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>The blended vectors of a prepared user and an item (Eq. 9), where all spaces have the same dimension.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="item">The item's index.</param>
    /// <param name="user">Receives the user's blended vector.</param>
    /// <param name="itemVector">Receives the item's blended vector.</param>
    internal void BlendVectors(UserQuery query, int item, Span<float> user, Span<float> itemVector)
    {
        Span<float> weights = stackalloc float[_spaces.Length];
        GetWeights(query, item, weights);
        BlendVectors(query, item, weights, 1, user, itemVector);
    }

    /// <summary>The scaled scores and the weights alpha (Eq. 8) of some items for a prepared user, in every space.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="items">The items' indices.</param>
    /// <param name="scaledScores">Receives [items * spaces], item by item, the scores scaled to unit variance.</param>
    /// <param name="weights">Receives [items * spaces], item by item; the weights of an item sum to 1.</param>
    internal void GetScoresAndWeights(UserQuery query, ReadOnlySpan<int> items, Span<float> scaledScores, Span<float> weights)
    {
        int spaces = _spaces.Length;
        int blockValues = spaces * BlockSize;
        var buffer = ArrayPool<float>.Shared.Rent(2 * blockValues + Weighting.GetBufferSize(BlockSize));
        for (int start = 0; start < items.Length; start += BlockSize)
        {
            int block = Math.Min(BlockSize, items.Length - start);
            var blockItems = items.Slice(start, block);
            var scaled = buffer.AsSpan(0, spaces * block);
            for (int r = 0; r < spaces; r++)
            {
                var row = scaled.Slice(r * block, block);
                _spaces[r].Score(View(query, r), blockItems, row);
                TensorPrimitives.Multiply(row, Scales[r], row);
            }

            var alpha = buffer.AsSpan(blockValues, spaces * block);
            ComputeAlpha(query, blockItems, scaled, alpha, buffer.AsSpan(2 * blockValues));
            for (int b = 0; b < block; b++)
            {
                for (int r = 0; r < spaces; r++)
                {
                    scaledScores[(start + b) * spaces + r] = scaled[r * block + b];
                    weights[(start + b) * spaces + r] = alpha[r * block + b];
                }
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private void CompletePreparation(UserQuery query)
    {
        query.LogActivity = MathF.Log(1 + query.Items.Length);
        Weighting.Prepare(query);
    }

    private UserView View(UserQuery query, int space) => new(query.Vectors[space].Span, query.Items);

    private bool NeedsScores => Blend == Blend.Scores || Weighting.ReadsScores;

    private float[]? RentScores(int items) => NeedsScores ? ArrayPool<float>.Shared.Rent(_spaces.Length * items) : null;

    private static void Return(float[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>The scores of a prepared user and an item in every space, scaled to unit variance.</summary>
    internal void GetScaledScores(UserQuery query, int item, Span<float> scores)
    {
        for (int r = 0; r < scores.Length; r++)
        {
            _spaces[r].Score(View(query, r), [item], scores.Slice(r, 1));
            scores[r] *= Scales[r];
        }
    }

    private void BlendInBlocks(UserQuery query, ReadOnlySpan<int> items, float[]? spaceScores, Span<float> scores)
    {
        int spaces = _spaces.Length;
        int dimension = Blend == Blend.Representations ? _spaces[0].Dimension : 0;
        int blockValues = spaces * BlockSize;
        var buffer = ArrayPool<float>.Shared.Rent(2 * blockValues + 2 * dimension + Weighting.GetBufferSize(BlockSize));
        var vectors = buffer.AsSpan(2 * blockValues, 2 * dimension);
        var scratch = buffer.AsSpan(2 * blockValues + 2 * dimension);
        for (int start = 0; start < items.Length; start += BlockSize)
        {
            int block = Math.Min(BlockSize, items.Length - start);
            var blockItems = items.Slice(start, block);
            var scaled = spaceScores is null ? [] : buffer.AsSpan(0, spaces * block);
            for (int r = 0; r < spaces && spaceScores is not null; r++)
            {
                TensorPrimitives.Multiply(spaceScores.AsSpan(r * items.Length + start, block), Scales[r], scaled.Slice(r * block, block));
            }

            var alpha = buffer.AsSpan(blockValues, spaces * block);
            ComputeAlpha(query, blockItems, scaled, alpha, scratch);
            var output = scores.Slice(start, block);
            if (Blend == Blend.Scores)
            {
                output.Clear();
                for (int r = 0; r < spaces; r++)
                {
                    TensorPrimitives.MultiplyAdd(alpha.Slice(r * block, block), scaled.Slice(r * block, block), output, output);
                }
            }
            else
            {
                for (int b = 0; b < block; b++)
                {
                    BlendVectors(query, blockItems[b], alpha[b..], block, vectors[..dimension], vectors[dimension..]);
                    output[b] = Similarity == VectorSimilarity.Product
                        ? TensorPrimitives.Dot<float>(vectors[..dimension], vectors[dimension..])
                        : -TensorPrimitives.Distance<float>(vectors[..dimension], vectors[dimension..]);
                }
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Eq. 8: the softmax over the spaces of their logits, for a block of items at once.</summary>
    private void ComputeAlpha(UserQuery query, ReadOnlySpan<int> items, ReadOnlySpan<float> scaledScores, Span<float> alpha, Span<float> buffer)
    {
        int block = items.Length;
        Weighting.ComputeLogits(query, items, scaledScores, alpha, buffer);
        Span<float> extreme = stackalloc float[BlockSize];
        extreme = extreme[..block];
        alpha[..block].CopyTo(extreme);
        for (int r = 1; r < _spaces.Length; r++)
        {
            TensorPrimitives.Max(extreme, alpha.Slice(r * block, block), extreme);
        }

        Span<float> sum = stackalloc float[BlockSize];
        sum = sum[..block];
        sum.Clear();
        for (int r = 0; r < _spaces.Length; r++)
        {
            var row = alpha.Slice(r * block, block);
            TensorPrimitives.Subtract(row, extreme, row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Add(sum, row, sum);
        }

        for (int r = 0; r < _spaces.Length; r++)
        {
            var row = alpha.Slice(r * block, block);
            TensorPrimitives.Divide(row, sum, row);
        }
    }

    /// <summary>Eq. 9: u = sum over r of alpha_r g_r(u), i likewise; alpha_r is at [r * stride].</summary>
    private void BlendVectors(UserQuery query, int item, ReadOnlySpan<float> alpha, int stride, Span<float> user, Span<float> itemVector)
    {
        user.Clear();
        itemVector.Clear();
        for (int r = 0; r < _spaces.Length; r++)
        {
            float weight = alpha[r * stride];
            TensorPrimitives.MultiplyAdd(query.Vectors[r].Span, weight, user, user);
            TensorPrimitives.MultiplyAdd(_spaces[r].GetItemVector(item), weight, itemVector, itemVector);
        }
    }
}
