namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Draws training triplets from interactions: the one method by which a user adds a way of sampling. A sampler has a seed, and the triplets of
/// its n-th call depend on nothing else; it is not thread-safe.
/// </summary>
public abstract class TripletSampler
{
    /// <summary>Checks what every sampler needs.</summary>
    /// <param name="interactions">All known interactions: none of them is a negative.</param>
    /// <param name="seed">The seed of all calls.</param>
    /// <param name="tripletsPerInteraction">How often every interaction is a positive in one call, at least 1.</param>
    /// <param name="positives">Those of the interactions that are positives; default: all.</param>
    /// <exception cref="ArgumentException"><paramref name="positives"/> has other users or items than the interactions.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tripletsPerInteraction"/> is below 1, or gives more triplets than an array holds.</exception>
    protected TripletSampler(InteractionMatrix interactions, int seed, int tripletsPerInteraction, InteractionMatrix? positives = null)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Positives = positives ?? interactions;
        if (Positives.UserCount != interactions.UserCount || Positives.ItemCount != interactions.ItemCount)
        {
            throw new ArgumentException($"The positives have {Positives.UserCount} users and {Positives.ItemCount} items; the interactions have {interactions.UserCount} and {interactions.ItemCount}.", nameof(positives));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(tripletsPerInteraction, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Positives.Count * tripletsPerInteraction, Array.MaxLength, nameof(tripletsPerInteraction));
        Interactions = interactions;
        Random = new Random(seed);
        TripletsPerInteraction = tripletsPerInteraction;
    }

    /// <summary>All known interactions: none of them is a negative.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>The interactions that are positives.</summary>
    public InteractionMatrix Positives { get; }

    /// <summary>How often every interaction is a positive in one call.</summary>
    public int TripletsPerInteraction { get; }

    /// <summary>The largest number of triplets that one call of <see cref="Sample"/> draws.</summary>
    public int MaximumCount => Positives.Count * TripletsPerInteraction;

    /// <summary>The source of all randomness of the sampler.</summary>
    protected Random Random { get; }

    /// <summary>Draws the triplets of one epoch, in random order; every call draws new ones.</summary>
    /// <param name="triplets">Receives the triplets; of length <see cref="MaximumCount"/> at least.</param>
    /// <returns>The number of triplets drawn.</returns>
    /// <exception cref="ArgumentException"><paramref name="triplets"/> is shorter than <see cref="MaximumCount"/>.</exception>
    public int Sample(Span<Triplet> triplets)
    {
        if (triplets.Length < MaximumCount)
        {
            throw new ArgumentException($"There is room for {triplets.Length} triplets, but up to {MaximumCount} are drawn.", nameof(triplets));
        }

        int count = Draw(triplets);
        Random.Shuffle(triplets[..count]);
        return count;
    }

    /// <summary>Draws the triplets of one epoch, in any order: <see cref="Sample"/> shuffles them.</summary>
    /// <param name="triplets">Receives the triplets; of length <see cref="MaximumCount"/> at least.</param>
    /// <returns>The number of triplets drawn.</returns>
    protected abstract int Draw(Span<Triplet> triplets);
}
