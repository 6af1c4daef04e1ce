using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Finds one weight per space, the same for every pair, that ranks the held-out items best. On a random half of the lists, from the best single space
/// on, one weight at a time is put to a few values, and the best change is kept while there is one; the weights are the means over several
/// halves, since those of one depend on chance. A space that hardly helps gets the weight 0. The blend is taken only where it is better than the best
/// single space, on average over all lists.
/// </summary>
internal static class FixedWeightSearch
{
    private const int MaximumRounds = 6;

    // Each gives two halves.
    private const int Shuffles = 2;

    // A smaller weight changes next to nothing, and a space costs memory and time.
    private const double SmallestWeight = 0.03;

    // What a space that is out is tried at, and what the weight of one that is in is multiplied with; 0 takes it out.
    private static readonly double[] Entries = [0.1, 0.25, 0.5, 1];
    private static readonly double[] Factors = [0, 0.5, 0.8, 1.25, 2];

    /// <summary>Searches.</summary>
    /// <param name="lists">The lists to be ranked.</param>
    /// <param name="topN">The length N that the lists are judged at.</param>
    /// <param name="seed">The seed of the halves.</param>
    /// <param name="parallelism">The number of threads, and what stops the search.</param>
    /// <returns>The weights, which sum to 1, and how well they rank each list.</returns>
    public static (double[] Weights, RankingQuality[] Qualities) Search(RankingLists lists, int topN, int seed, ParallelOptions parallelism)
    {
        int[] all = [.. Enumerable.Range(0, lists.Count)];
        var (singleWeights, single) = FindSingle(lists, all, topN, parallelism);
        var weights = Normalize(SumOverHalves(lists, topN, seed, parallelism));
        weights = Normalize([.. weights.Select(weight => weight < SmallestWeight ? 0 : weight)]);
        var blended = Judge(lists, all, weights, topN, parallelism);
        return PairedGain.Exceeds(blended, single, standardErrors: 0) ? (weights, blended) : (singleWeights, single);
    }

    private static double[] SumOverHalves(RankingLists lists, int topN, int seed, ParallelOptions parallelism)
    {
        var random = new Random(seed);
        var sum = new double[lists.SpaceCount];
        int[] order = [.. Enumerable.Range(0, lists.Count)];
        for (int shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            random.Shuffle(order);
            int middle = (order.Length + 1) / 2;
            foreach (int[] half in new[] { order[..middle], order[middle..] }.Where(half => half.Length > 0))
            {
                var weights = SearchHalf(lists, half, topN, parallelism);
                sum = [.. sum.Zip(weights, (one, other) => one + other)];
            }
        }

        return sum;
    }

    private static double[] SearchHalf(RankingLists lists, int[] half, int topN, ParallelOptions parallelism)
    {
        var (best, single) = FindSingle(lists, half, topN, parallelism);
        var reference = RankingQuality.Average(single);
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

                    double gain = RankingQuality.Average(Judge(lists, half, changed, topN, parallelism)).MeanRatio(reference);
                    if (gain > bestGain)
                    {
                        (best, bestGain, improved) = (changed, gain, true);
                    }
                }
            }
        }

        return Normalize(best);
    }

    private static (double[] Weights, RankingQuality[] Qualities) FindSingle(RankingLists lists, int[] judged, int topN, ParallelOptions parallelism)
    {
        (double[] Weights, RankingQuality[] Qualities)? best = null;
        for (int r = 0; r < lists.SpaceCount; r++)
        {
            var weights = new double[lists.SpaceCount];
            weights[r] = 1;
            var qualities = Judge(lists, judged, weights, topN, parallelism);
            if (best is null || RankingQuality.Average(qualities).Mean > RankingQuality.Average(best.Value.Qualities).Mean)
            {
                best = (weights, qualities);
            }
        }

        return best!.Value;
    }

    private static double[] Normalize(double[] weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static RankingQuality[] Judge(RankingLists lists, int[] judged, double[] weights, int topN, ParallelOptions parallelism)
    {
        var values = new RankingQuality[judged.Length];
        int[] used = [.. Enumerable.Range(0, weights.Length).Where(r => weights[r] != 0)];
        Parallel.For(0, judged.Length, parallelism, n =>
        {
            int list = judged[n];
            var buffer = ArrayPool<float>.Shared.Rent(lists.Length);
            int first = list * lists.Length * lists.SpaceCount;
            for (int place = 0; place < lists.Length; place++)
            {
                double sum = 0;
                foreach (int r in used)
                {
                    sum += weights[r] * lists.Scores[first + place * lists.SpaceCount + r];
                }

                buffer[place] = (float)sum;
            }

            values[n] = lists.Judge(list, buffer, topN);
            ArrayPool<float>.Shared.Return(buffer);
        });
        return values;
    }
}
