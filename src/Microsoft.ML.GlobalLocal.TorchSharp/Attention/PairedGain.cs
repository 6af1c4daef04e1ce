namespace Microsoft.ML.GlobalLocal;

/// <summary>Tells a gain from noise, by the differences of paired values.</summary>
internal static class PairedGain
{
    /// <summary>Whether values are better than reference values in both respects, and their mean by more than some standard errors.</summary>
    /// <param name="values">The values.</param>
    /// <param name="reference">The values to compare with, in the same order.</param>
    /// <param name="standardErrors">The number of standard errors.</param>
    public static bool Exceeds(IReadOnlyList<RankingQuality> values, IReadOnlyList<RankingQuality> reference, double standardErrors)
    {
        if (RankingQuality.Average(values).GainOver(RankingQuality.Average(reference)) <= 1)
        {
            return false;
        }

        double sum = 0;
        double squares = 0;
        for (int n = 0; n < values.Count; n++)
        {
            double difference = values[n].Mean - reference[n].Mean;
            sum += difference;
            squares += difference * difference;
        }

        double mean = sum / values.Count;
        double variance = Math.Max(0, squares / values.Count - mean * mean);
        return mean > standardErrors * Math.Sqrt(variance / values.Count);
    }
}
