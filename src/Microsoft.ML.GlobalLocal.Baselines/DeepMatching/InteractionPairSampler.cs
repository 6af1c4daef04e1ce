namespace Microsoft.ML.GlobalLocal;

/// <summary>Every interaction as a positive, with some items that the user does not have, drawn uniformly, as negatives.</summary>
internal sealed class InteractionPairSampler(InteractionMatrix interactions, int negatives, int seed) : LabelledPairSampler(seed)
{
    /// <inheritdoc/>
    public override int MaximumCount { get; } = checked(interactions.Count * (negatives + 1));

    /// <inheritdoc/>
    protected override int Draw(Span<LabelledPair> pairs)
    {
        int count = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            var known = interactions.GetItems(user);
            int others = interactions.ItemCount - known.Length;
            foreach (int item in known)
            {
                pairs[count++] = new LabelledPair(user, item, true);
                for (int n = 0; n < negatives && others > 0; n++)
                {
                    pairs[count++] = new LabelledPair(user, GlobalTripletSampler.FindOther(known, Random.Next(others)), false);
                }
            }
        }

        return count;
    }
}
