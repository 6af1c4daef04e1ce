namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A space that scores an item by the weights from the user's own items to it, summed. Its vectors, which the index and the attention over
/// representations read, are the leading spectral part of the same matrix of weights.
/// </summary>
public sealed class NeighbourhoodSpace : RepresentationSpace
{
    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="name">The name of the space; unique within a model.</param>
    /// <param name="weights">The weights from each item to its neighbours.</param>
    /// <param name="dimension">The length d of every vector.</param>
    /// <param name="userVectors">The users' vectors, row after row: [users * dimension]. Not copied.</param>
    /// <param name="itemVectors">The items' vectors, row after row: [items * dimension]. Not copied.</param>
    /// <param name="folding">How a new user's vector is made from its items; default: the mean of its items' vectors.</param>
    /// <exception cref="ArgumentException">
    /// A table does not hold whole vectors, an entry is not finite, or the weights or the folding are of another number of items.
    /// </exception>
    public NeighbourhoodSpace(string name, NeighbourWeights weights, int dimension, float[] userVectors, float[] itemVectors, UserFolding? folding = null)
        : base(name, dimension, userVectors, itemVectors, folding ?? new MeanFolding(normalize: false))
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.ItemCount != ItemCount)
        {
            throw new ArgumentException($"Space '{name}': the weights are over {weights.ItemCount} items, the vectors over {ItemCount}.", nameof(weights));
        }

        Weights = weights;
    }

    /// <summary>The weights from each item to its neighbours.</summary>
    public NeighbourWeights Weights { get; }

    /// <inheritdoc/>
    public override VectorSimilarity Similarity => VectorSimilarity.Product;

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores)
    {
        if (items.Length == 1)
        {
            scores[0] = ScoreOne(user.Items, items[0]);
            return;
        }

        ScoreFromAll(user, items, scores);
    }

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        scores = scores[..ItemCount];
        scores.Clear();
        foreach (int own in user.Items)
        {
            var neighbours = Weights.GetNeighbours(own);
            var weights = Weights.GetWeights(own);
            for (int n = 0; n < neighbours.Length; n++)
            {
                scores[neighbours[n]] += weights[n];
            }
        }
    }

    private float ScoreOne(ReadOnlySpan<int> userItems, int item)
    {
        float sum = 0;
        foreach (int own in userItems)
        {
            sum += Weights.GetWeight(own, item);
        }

        return sum;
    }
}
