namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What re-ranking changed in one metric.</summary>
/// <param name="Before">The mean over the users before.</param>
/// <param name="After">The mean over the users after.</param>
/// <param name="StandardError">The standard error of the mean difference, from the users' differences.</param>
internal sealed record RankingGain(double Before, double After, double StandardError)
{
    /// <summary>Compares a metric user by user.</summary>
    public static RankingGain Of(IReadOnlyList<UserMetrics> before, IReadOnlyList<UserMetrics> after, Func<UserMetrics, double> metric)
    {
        var differences = before.Zip(after, (first, second) => metric(second) - metric(first)).ToArray();
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(1, differences.Length - 1);
        return new RankingGain(before.Average(metric), after.Average(metric), Math.Sqrt(variance / differences.Length));
    }
}
