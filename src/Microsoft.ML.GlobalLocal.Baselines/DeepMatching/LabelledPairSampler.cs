namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws the labelled pairs of an epoch. The pairs of its n-th call depend on its seed only; not thread-safe.</summary>
internal abstract class LabelledPairSampler(int seed)
{
    /// <summary>The largest number of pairs that one call of <see cref="Sample"/> draws.</summary>
    public abstract int MaximumCount { get; }

    /// <summary>The source of all randomness of the sampler.</summary>
    protected Random Random { get; } = new(seed);

    /// <summary>Draws the pairs of one epoch, in random order.</summary>
    /// <param name="pairs">Receives the pairs; of length <see cref="MaximumCount"/>.</param>
    /// <returns>The number of pairs drawn.</returns>
    public int Sample(Span<LabelledPair> pairs)
    {
        int count = Draw(pairs);
        Random.Shuffle(pairs[..count]);
        return count;
    }

    /// <summary>Draws the pairs in any order.</summary>
    protected abstract int Draw(Span<LabelledPair> pairs);
}
