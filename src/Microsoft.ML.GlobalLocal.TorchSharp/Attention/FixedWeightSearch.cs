using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Finds one weight per space, the same for every pair, that ranks the held-out items best: from the best single space on, one weight at a
/// time is put to a few values, and the best change is kept while there is one. A space that does not help keeps the weight 0. The blend is taken
/// only where it is better than the best single space by more than one standard error over the lists.
/// </summary>
internal static class FixedWeightSearch
{
    private const int MaximumRounds = 6;

    // What a space that is out is tried at, and what the weight of one that is in is multiplied with; 0 takes it out.
    private static readonly double[] Entries = [0.1, 0.25, 0.5, 1];
    private static readonly double[] Factors = [0, 0.5, 0.8, 1.25, 2];

    /// <summary>Searches.</summary>
    /// <param name="lists">The lists to be ranked.</param>
    /// <param name="topN">The length N that the lists are judged at.</param>
    /// <param name="parallelism">The number of threads, and what stops the search.</param>
    /// <returns>The weights, which sum to 1, and how well they rank each list.</returns>
    public static (double[] Weights, RankingQuality[] Qualities) Search(RankingLists lists, int topN, ParallelOptions parallelism)
    {
        double[] singleWeights = [];
        RankingQuality[] single = [];
        for (int r = 0; r < lists.SpaceCount; r++)
        {
            var weights = new double[lists.SpaceCount];
            weights[r] = 1;
            var qualities = Judge(lists, weights, topN, parallelism);
            if (r == 0 || RankingQuality.Average(qualities).Mean > RankingQuality.Average(single).Mean)
            {
                (singleWeights, single) = (weights, qualities);
            }
        }

        var reference = RankingQuality.Average(single);
        double[] best = singleWeights;
        double bestGain = 1;
        bool improved = true;
        for (int round = 0; round < MaximumRounds && improved; round++)
        {
            improved = false;
            for (int r = 0; r < lists.SpaceCount; r++)
            {
                var current = best;
                foreach (double candidate in current[r] == 0 ? Entries : [.. Factors.Select(factor => factor * current[r])])
                {
                    var changed = (double[])current.Clone();
                    changed[r] = candidate;
                    if (changed.Sum() <= 0)
                    {
                        continue;
                    }

                    double gain = RankingQuality.Average(Judge(lists, changed, topN, parallelism)).GainOver(reference);
                    if (gain > bestGain)
                    {
                        (best, bestGain, improved) = (changed, gain, true);
                    }
                }
            }
        }

        double sum = best.Sum();
        best = [.. best.Select(weight => weight / sum)];
        var blended = Judge(lists, best, topN, parallelism);
        return PairedGain.Exceeds(blended, single, standardErrors: 1) ? (best, blended) : (singleWeights, single);
    }

    private static RankingQuality[] Judge(RankingLists lists, double[] weights, int topN, ParallelOptions parallelism)
    {
        var values = new RankingQuality[lists.Count];
        Parallel.For(0, lists.Count, parallelism, list =>
        {
            var buffer = ArrayPool<float>.Shared.Rent(lists.Length);
            int first = list * lists.Length * lists.SpaceCount;
            for (int place = 0; place < lists.Length; place++)
            {
                double sum = 0;
                for (int r = 0; r < weights.Length; r++)
                {
                    sum += weights[r] * lists.Scores[first + place * lists.SpaceCount + r];
                }

                buffer[place] = (float)sum;
            }

            values[list] = lists.Judge(list, buffer, topN);
            ArrayPool<float>.Shared.Return(buffer);
        });
        return values;
    }
}
