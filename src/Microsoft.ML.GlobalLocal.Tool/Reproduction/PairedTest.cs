using MathNet.Numerics.Distributions;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// The Wilcoxon signed-rank test of paired values, two-sided: whether one system is better for more users, and by more, than chance explains.
/// Pairs without a difference are left out, equal differences share their mean rank, and the p-value is of the normal approximation with the
/// correction for ties and none for continuity. It is meant for dozens of differences and more.
/// </summary>
/// <param name="Pairs">The number of pairs.</param>
/// <param name="Differences">The number of pairs with a difference.</param>
/// <param name="MeanDifference">The mean of the first values less that of the second, over all pairs.</param>
/// <param name="RankSum">The sum of the ranks of the differences in favour of the first.</param>
/// <param name="Z">The rank sum, standardised; 0 when there is no difference.</param>
/// <param name="PValue">The probability of so large a deviation, either way, were there no difference; 1 when there is none.</param>
internal readonly record struct PairedTest(int Pairs, int Differences, double MeanDifference, double RankSum, double Z, double PValue)
{
    /// <summary>Differences are rounded to this many decimal places, so that values of which only six were kept tie as the exact ones do.</summary>
    private const int Decimals = 5;

    /// <summary>Corrected p-values below this count as a difference.</summary>
    public const double Level = 0.05;

    /// <summary>Compares the values of the same users, in the same order.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or are empty.</exception>
    public static PairedTest Compare(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count || first.Count == 0)
        {
            throw new ArgumentException($"The test needs as many first as second values, and at least one; there are {first.Count} and {second.Count}.", nameof(second));
        }

        var all = first.Zip(second, (one, other) => one - other).ToArray();
        var differences = all.Select(difference => Math.Round(difference, Decimals)).Where(difference => difference != 0).OrderBy(Math.Abs).ToArray();
        double rankSum = 0;
        double ties = 0;
        for (int start = 0, end; start < differences.Length; start = end)
        {
            end = start + 1;
            while (end < differences.Length && Math.Abs(differences[end]) == Math.Abs(differences[start]))
            {
                end++;
            }

            double count = end - start;
            double rank = (start + 1 + end) / 2.0;
            rankSum += rank * differences[start..end].Count(difference => difference > 0);
            ties += count * count * count - count;
        }

        double n = differences.Length;
        double variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        double z = n == 0 ? 0 : (rankSum - n * (n + 1) / 4) / Math.Sqrt(variance);
        return new PairedTest(all.Length, differences.Length, all.Average(), rankSum, z, Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(z))));
    }

    /// <summary>What the test says of the first values, given its p-value as corrected. Where ranks and mean point to different sides, that is nothing.</summary>
    public Significance Judge(double correctedPValue) => (correctedPValue < Level, Math.Sign(Z), Math.Sign(MeanDifference)) switch
    {
        (true, 1, 1) => Significance.Better,
        (true, -1, -1) => Significance.Worse,
        _ => Significance.None,
    };

    /// <summary>
    /// Corrects the p-values of several comparisons by Holm's step-down method, which bounds the probability of one false finding among them all,
    /// whatever depends on what.
    /// </summary>
    /// <returns>The corrected p-values, in the order of the given ones.</returns>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var corrected = new double[pValues.Count];
        double largest = 0;
        int remaining = pValues.Count;
        foreach (int n in Enumerable.Range(0, pValues.Count).OrderBy(n => pValues[n]))
        {
            largest = Math.Max(largest, Math.Min(1, remaining * pValues[n]));
            corrected[n] = largest;
            remaining--;
        }

        return corrected;
    }
}
