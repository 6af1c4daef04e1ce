namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Finds one weight per space, the same for every pair, that ranks the held-out items best: from the best single space on, one weight at a
/// time is put to a few values, and the best change is kept while there is one. A space that does not help keeps the weight 0.
/// </summary>
internal static class FixedWeightSearch
{
    private const int MaximumRounds = 8;

    // What a space that is out is tried at, and what the weight of one that is in is multiplied with; 0 takes it out.
    private static readonly double[] Entries = [0.1, 0.25, 0.5, 1];
    private static readonly double[] Factors = [0, 0.5, 0.8, 1.25, 2];

    /// <summary>Searches.</summary>
    /// <param name="lists">The lists to be ranked.</param>
    /// <param name="topN">The length N that the lists are judged at.</param>
    /// <param name="minimumGain">The least relative improvement for which a weight is changed.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The weights, which sum to 1, and how well they rank.</returns>
    public static (double[] Weights, double Value) Search(RankingLists lists, int topN, double minimumGain, int threads, CancellationToken cancellationToken)
    {
        int spaces = lists.SpaceCount;
        var weights = new double[spaces];
        double best = double.NegativeInfinity;
        for (int r = 0; r < spaces; r++)
        {
            var single = new double[spaces];
            single[r] = 1;
            double value = Evaluate(single);
            if (value > best)
            {
                (weights, best) = (single, value);
            }
        }

        bool improved = true;
        for (int round = 0; round < MaximumRounds && improved; round++)
        {
            improved = false;
            for (int r = 0; r < spaces; r++)
            {
                var current = weights;
                foreach (double candidate in weights[r] == 0 ? Entries : Factors.Select(factor => factor * current[r]).ToArray())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var changed = (double[])current.Clone();
                    changed[r] = candidate;
                    if (changed.Sum() <= 0)
                    {
                        continue;
                    }

                    double value = Evaluate(changed);
                    if (value > best * (1 + minimumGain))
                    {
                        (weights, best, improved) = (changed, value, true);
                    }
                }
            }
        }

        double sum = weights.Sum();
        return ([.. weights.Select(weight => weight / sum)], best);

        double Evaluate(double[] candidate) => lists.Judge((user, scores) => Blend(lists, candidate, user, scores), topN, threads).Average();
    }

    private static void Blend(RankingLists lists, double[] weights, int user, Span<float> scores)
    {
        long row = (long)user * lists.Length * lists.SpaceCount;
        for (int place = 0; place < scores.Length; place++)
        {
            double sum = 0;
            for (int r = 0; r < weights.Length; r++)
            {
                sum += weights[r] * lists.Scores[row + place * lists.SpaceCount + r];
            }

            scores[place] = (float)sum;
        }
    }
}
