namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The part of the attention that gives every space its logit for a user-item pair, whose softmax over the spaces is alpha (Eq. 8). Every
/// kind has a learned bias per space.
/// </summary>
internal abstract class AttentionWeighting
{
    protected AttentionWeighting(float[] biases)
    {
        Biases = biases;
    }

    /// <summary>The bias of each space: [spaces].</summary>
    public float[] Biases { get; }

    public int SpaceCount => Biases.Length;

    /// <summary>Whether a pair has a factor of its own, which its blended score is multiplied with.</summary>
    public virtual bool HasPairFactor => false;

    /// <summary>The number of rows that <see cref="ComputeLogits"/> writes: one per space, and that of the pairs' factors.</summary>
    public int RowCount => SpaceCount + (HasPairFactor ? 1 : 0);

    /// <summary>Whether <see cref="ComputeLogits"/> reads the scaled scores.</summary>
    public abstract bool ReadsScores { get; }

    /// <summary>The weights alpha, where they are the same for every pair: [spaces]. A score then needs no logits.</summary>
    public virtual float[]? FixedWeights => null;

    /// <summary>The number of floats that <see cref="ComputeLogits"/> needs as scratch space for a block.</summary>
    /// <param name="stride">The distance of two spaces' rows, at least the number of items of the block.</param>
    public abstract int GetBufferSize(int stride);

    /// <summary>Computes what depends on the user alone, once per query.</summary>
    public virtual void Prepare(UserQuery query)
    {
    }

    /// <summary>Computes the logits of a block of items, and those of the factors of its pairs.</summary>
    /// <param name="query">The prepared user.</param>
    /// <param name="items">The items of the block.</param>
    /// <param name="stride">The distance of two spaces' rows, a multiple of <see cref="DenseLayer.ColumnMultiple"/>.</param>
    /// <param name="scaledScores">[spaces * stride], the score of item b in space r at [r * stride + b]; empty where not read.</param>
    /// <param name="logits">Receives [rows * stride]: the spaces' logits in the same order, then those of the pairs' factors, where there are some: a factor is <see cref="PairFactor"/> of its logit.</param>
    /// <param name="buffer">Scratch space.</param>
    public abstract void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, int stride, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer);
}
