namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Candidate-oriented sampling: the negative of an interaction is one of the user's candidates with a given probability, else any item that the user does not
/// have. A user who has every item is in no triplet.
/// </summary>
/// <param name="interactions">All known interactions.</param>
/// <param name="candidates">The candidates of the users, none of them an item of the user, row after row: [users * candidates].</param>
/// <param name="counts">The number of candidates of each user.</param>
/// <param name="share">The probability of a candidate, from 0 to 1.</param>
/// <param name="seed">The seed of all calls.</param>
internal sealed class CandidateTripletSampler(InteractionMatrix interactions, int[] candidates, int[] counts, double share, int seed)
    : TripletSampler(interactions, seed, tripletsPerInteraction: 1)
{
    /// <inheritdoc/>
    protected override int Draw(Span<Triplet> triplets)
    {
        int stride = candidates.Length / counts.Length;
        int count = 0;
        for (int user = 0; user < Interactions.UserCount; user++)
        {
            var known = Interactions.GetItems(user);
            int others = Interactions.ItemCount - known.Length;
            if (others == 0)
            {
                continue;
            }

            foreach (int positive in known)
            {
                int negative = Random.NextDouble() < share
                    ? candidates[user * stride + Random.Next(counts[user])]
                    : GlobalTripletSampler.FindOther(known, Random.Next(others));
                triplets[count++] = new Triplet(user, positive, negative);
            }
        }

        return count;
    }
}
