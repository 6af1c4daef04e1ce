namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Draws from the global triplet set T (Eq. 2 of the paper): for every interaction of a user, a negative item uniformly from all items that the
/// user has not interacted with. A user who has every item is in no triplet.
/// </summary>
public sealed class GlobalTripletSampler : TripletSampler
{
    /// <summary>Makes a sampler.</summary>
    /// <param name="interactions">All known interactions: none of them is a negative.</param>
    /// <param name="seed">The seed of all calls.</param>
    /// <param name="tripletsPerInteraction">How often every interaction is a positive in one call, at least 1. Default 1.</param>
    /// <param name="positives">Those of the interactions that are positives; default: all.</param>
    /// <exception cref="ArgumentException"><paramref name="positives"/> has other users or items than the interactions.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tripletsPerInteraction"/> is below 1, or gives more triplets than an array holds.</exception>
    public GlobalTripletSampler(InteractionMatrix interactions, int seed, int tripletsPerInteraction = 1, InteractionMatrix? positives = null)
        : base(interactions, seed, tripletsPerInteraction, positives)
    {
        for (int user = 0; user < interactions.UserCount; user++)
        {
            SkippedUsers += interactions.GetCount(user) == interactions.ItemCount ? 1 : 0;
        }
    }

    /// <summary>The number of users who are in no triplet, because they have every item.</summary>
    public int SkippedUsers { get; }

    /// <inheritdoc/>
    protected override int Draw(Span<Triplet> triplets)
    {
        int count = 0;
        for (int user = 0; user < Interactions.UserCount; user++)
        {
            var known = Interactions.GetItems(user);
            int others = Interactions.ItemCount - known.Length;
            if (others == 0)
            {
                continue;
            }

            foreach (int positive in Positives.GetItems(user))
            {
                for (int n = 0; n < TripletsPerInteraction; n++)
                {
                    triplets[count++] = new Triplet(user, positive, FindOther(known, Random.Next(others)));
                }
            }
        }

        return count;
    }

    /// <summary>
    /// The item of a rank among those that are not in an ascending list. Before list[n] there are list[n] - n others, so a binary search
    /// finds it: exact for rows of any length, where drawing until a draw is no positive may take for ever.
    /// </summary>
    internal static int FindOther(ReadOnlySpan<int> items, int rank)
    {
        int low = 0;
        int high = items.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (items[middle] - middle <= rank)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return rank + low;
    }
}
