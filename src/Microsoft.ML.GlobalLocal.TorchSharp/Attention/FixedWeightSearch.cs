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
    /// <returns>The weights, which sum to 1.</returns>
    public static double[] Search(RankingLists lists, int topN, ParallelOptions parallelism)
    {
        var weights = new double[lists.SpaceCount];
        double best = double.NegativeInfinity;
        double[] bestSingle = [];
        for (int r = 0; r < lists.SpaceCount; r++)
        {
            var single = new double[lists.SpaceCount];
            single[r] = 1;
            var values = Judge(lists, single, topN, parallelism);
            if (values.Average() > best)
            {
                (weights, best, bestSingle) = (single, values.Average(), values);
            }
        }

        var singleWeights = weights;
        bool improved = true;
        for (int round = 0; round < MaximumRounds && improved; round++)
        {
            improved = false;
            for (int r = 0; r < lists.SpaceCount; r++)
            {
                var current = weights;
                foreach (double candidate in current[r] == 0 ? Entries : [.. Factors.Select(factor => factor * current[r])])
                {
                    var changed = (double[])current.Clone();
                    changed[r] = candidate;
                    if (changed.Sum() <= 0)
                    {
                        continue;
                    }

                    double value = Judge(lists, changed, topN, parallelism).Average();
                    if (value > best)
                    {
                        (weights, best, improved) = (changed, value, true);
                    }
                }
            }
        }

        if (!PairedGain.Exceeds(Judge(lists, weights, topN, parallelism), bestSingle, standardErrors: 1))
        {
            return singleWeights;
        }

        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static double[] Judge(RankingLists lists, double[] weights, int topN, ParallelOptions parallelism)
    {
        var values = new double[lists.Count];
        Parallel.For(0, lists.Count, parallelism, list =>
        {
            var buffer = ArrayPool<float>.Shared.Rent(lists.CandidateCount);
            int first = list * lists.Length * lists.SpaceCount;
            for (int place = 0; place < lists.CandidateCount; place++)
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
