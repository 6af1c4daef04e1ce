namespace Microsoft.ML.GlobalLocal;

/// <summary>A space whose score is the product, or the negative distance, of a user's and an item's vector.</summary>
public sealed class VectorSpace : RepresentationSpace
{
    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="name">The name of the space; unique within a model.</param>
    /// <param name="dimension">The length d of every vector.</param>
    /// <param name="userVectors">The users' vectors, row after row: [users * dimension]. Not copied.</param>
    /// <param name="itemVectors">The items' vectors, row after row: [items * dimension]. Not copied.</param>
    /// <param name="similarity">How vectors are compared.</param>
    /// <param name="folding">How a new user's vector is made from its items; default: the mean of its items' vectors.</param>
    /// <exception cref="ArgumentException">A table does not hold whole vectors, an entry is not finite, or the folding is of another number of items.</exception>
    public VectorSpace(string name, int dimension, float[] userVectors, float[] itemVectors, VectorSimilarity similarity, UserFolding? folding = null)
        : base(name, dimension, userVectors, itemVectors, folding ?? new MeanFolding(normalize: false))
    {
        Similarity = similarity;
    }

    /// <inheritdoc/>
    public override VectorSimilarity Similarity { get; }

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) =>
        VectorScores.ScoreListed(Similarity, user.Vector, ItemTable, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores) =>
        VectorScores.Score(Similarity, user.Vector, ItemTable, Dimension, scores[..ItemCount], ItemCount);
}
