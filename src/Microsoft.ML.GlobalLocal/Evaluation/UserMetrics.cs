namespace Microsoft.ML.GlobalLocal;

/// <summary>The metrics of one user's list (section 4.2 of the paper).</summary>
/// <param name="User">The user's index.</param>
/// <param name="Recall">Hits divided by the number of test items (Eq. 10).</param>
/// <param name="Precision">Hits divided by N (Eq. 11).</param>
/// <param name="HitRate">1 if there is a hit, else 0 (Eq. 12).</param>
/// <param name="Arhr">The sum of 1 / rank over the hits (Eq. 13); may exceed 1.</param>
/// <param name="Ndcg">The sum of 1 / log2(rank + 1) over the hits (Eq. 14), divided by that of an ideal list.</param>
public readonly record struct UserMetrics(int User, double Recall, double Precision, double HitRate, double Arhr, double Ndcg)
{
    /// <summary>Computes the metrics of a ranked list.</summary>
    /// <param name="user">The user's index.</param>
    /// <param name="ranked">The recommended items, best first; may be shorter than N.</param>
    /// <param name="testItems">The user's test items, ascending; at least one.</param>
    /// <param name="topN">The length N that was asked for.</param>
    public static UserMetrics Compute(int user, ReadOnlySpan<int> ranked, ReadOnlySpan<int> testItems, int topN)
    {
        int hits = 0;
        double reciprocalRanks = 0;
        double gain = 0;
        for (int n = 0; n < ranked.Length; n++)
        {
            if (testItems.BinarySearch(ranked[n]) >= 0)
            {
                hits++;
                reciprocalRanks += 1.0 / (n + 1);
                gain += 1 / Math.Log2(n + 2);
            }
        }

        double ideal = 0;
        for (int n = 0; n < Math.Min(topN, testItems.Length); n++)
        {
            ideal += 1 / Math.Log2(n + 2);
        }

        return new UserMetrics(user, (double)hits / testItems.Length, (double)hits / topN, hits > 0 ? 1 : 0, reciprocalRanks, gain / ideal);
    }
}
