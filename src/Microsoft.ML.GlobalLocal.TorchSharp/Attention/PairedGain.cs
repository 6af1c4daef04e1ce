namespace Microsoft.ML.GlobalLocal;

/// <summary>Tells a gain from noise, by the differences of paired values.</summary>
internal static class PairedGain
{
    /// <summary>Whether qualities are a gain over reference qualities on average, by more than some standard errors.</summary>
    /// <param name="values">The qualities.</param>
    /// <param name="reference">The qualities to compare with, in the same order.</param>
    /// <param name="standardErrors">The number of standard errors.</param>
    public static bool Exceeds(IReadOnlyList<RankingQuality> values, IReadOnlyList<RankingQuality> reference, double standardErrors)
    {
        var mean = RankingQuality.Average(reference);
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < values.Count; n++)
        {
            double difference = values[n].MeanRatio(mean) - reference[n].MeanRatio(mean);
            sum += difference;
            squares += difference * difference;
        }

        double meanDifference = sum / values.Count;
        double variance = Math.Max(0, squares / values.Count - meanDifference * meanDifference);
        return meanDifference > standardErrors * Math.Sqrt(variance / values.Count);
    }
}
