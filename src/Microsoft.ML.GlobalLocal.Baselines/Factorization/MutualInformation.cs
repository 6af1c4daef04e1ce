namespace Microsoft.ML.GlobalLocal;

/// <summary>Computes the shifted positive pointwise mutual information of items by the users that they share.</summary>
/// <remarks>Levy, Goldberg: Neural word embedding as implicit matrix factorization, NIPS 2014.</remarks>
internal static class MutualInformation
{
    /// <summary>Computes max(0, log(n_ij D / (n_i n_j)) - log k), n_ij the users with both items, n_i its sum over j, D that over all.</summary>
    /// <param name="interactions">The users' items.</param>
    /// <param name="shift">k.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The symmetric matrix of the values above 0.</returns>
    public static NeighbourWeights Compute(InteractionMatrix interactions, float shift, ParallelOptions parallelism)
    {
        // A user with n items puts each of them together with n - 1 others.
        var counts = new double[interactions.ItemCount];
        double all = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            foreach (int user in interactions.Transposed.GetItems(item))
            {
                counts[item] += interactions.GetCount(user) - 1;
            }

            all += counts[item];
        }

        return NeighbourSelection.SelectStrongest(interactions.ItemCount, interactions.ItemCount, (item, row) =>
        {
            CoOccurrence.FillRow(interactions, item, row);
            for (int other = 0; other < row.Length; other++)
            {
                if (row[other] != 0)
                {
                    row[other] = (float)Math.Max(0, Math.Log(row[other] * all / (counts[item] * counts[other] * shift)));
                }
            }
        }, parallelism);
    }
}
