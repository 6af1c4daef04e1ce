namespace Microsoft.ML.GlobalLocal;

/// <summary>Counts which items are taken together.</summary>
internal static class CoOccurrence
{
    /// <summary>Counts the pairs of items in all users' lists, an item with itself included: the sum over the users of n_u^2.</summary>
    /// <param name="interactions">The users' items.</param>
    public static long CountPairs(InteractionMatrix interactions)
    {
        long pairs = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            pairs += (long)interactions.GetCount(user) * interactions.GetCount(user);
        }

        return pairs;
    }

    /// <summary>Counts the users that one item has in common with each other.</summary>
    /// <param name="interactions">The users' items.</param>
    /// <param name="item">The item.</param>
    /// <param name="row">Receives the counts, 0 for the item itself: [items]; it comes zeroed.</param>
    public static void FillRow(InteractionMatrix interactions, int item, Span<float> row)
    {
        foreach (int user in interactions.Transposed.GetItems(item))
        {
            foreach (int other in interactions.GetItems(user))
            {
                row[other]++;
            }
        }

        row[item] = 0;
    }
}
