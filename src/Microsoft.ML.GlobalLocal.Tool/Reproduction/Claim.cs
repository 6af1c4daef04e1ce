namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A statement that the runs were asked about, and what they say.</summary>
/// <param name="Statement">The statement, such as "AP is better than its best single space".</param>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Evidence">The numbers that say so.</param>
internal sealed record Claim(string Statement, Verdict Verdict, string Evidence)
{
    /// <summary>
    /// Tests claims that one system is better than another, or no worse, user by user, and corrects for their number. A claim holds when the test finds the first
    /// system better, and does not when it finds it worse. Between these, a claim that it is no worse stands when its mean is not below the other's.
    /// </summary>
    public static IReadOnlyList<Claim> Test(IReadOnlyList<ClaimedComparison> comparisons)
    {
        var pValues = PairedTest.Holm([.. comparisons.Select(claimed => claimed.Comparison.Test.PValue)]);
        return [.. comparisons.Zip(pValues, Judge)];
    }

    private static Claim Judge(ClaimedComparison claimed, double pValue)
    {
        var (first, second) = (claimed.Comparison.First, claimed.Comparison.Second);
        var verdict = claimed.Comparison.Judge(pValue) switch
        {
            Significance.Better => Verdict.Holds,
            Significance.Worse => Verdict.Fails,
            _ => claimed.NoWorse && first >= second ? Verdict.Stands : Verdict.Open,
        };
        string change = second > 0 ? $" ({(first >= second ? "+" : "-")}{ResultNumber.Format(Math.Abs(first / second - 1) * 100, 1)} %)" : "";
        return new Claim(
            claimed.Statement,
            verdict,
            $"{claimed.Metric}: {claimed.First} {ResultNumber.Format(first)}, {claimed.Second} {ResultNumber.Format(second)}{change}; {claimed.Comparison.Test.Pairs} users, "
                + $"{ResultNumber.FormatPValue(pValue)}; {Describe(claimed.Comparison.SeedDifferences)}");
    }

    private static string Describe(IReadOnlyList<double> seedDifferences) => seedDifferences.Count == 1
        ? "one seed"
        : $"by seed {string.Join(", ", seedDifferences.Select(difference => $"{(difference >= 0 ? "+" : "-")}{ResultNumber.Format(Math.Abs(difference))}"))}";
}

/// <summary>A claim about two systems, and how they compare.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Metric">What is compared.</param>
/// <param name="First">The system that is claimed to be better.</param>
/// <param name="Second">The system that it is compared with.</param>
/// <param name="Comparison">How they compare.</param>
/// <param name="NoWorse">Whether the claim is that the first is no worse, instead of better.</param>
internal sealed record ClaimedComparison(string Statement, string Metric, string First, string Second, SystemComparison Comparison, bool NoWorse = false);

/// <summary>What the runs say of a <see cref="Claim"/>.</summary>
internal enum Verdict
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>That the first system is no worse: its mean is not below the other's, by no more than chance would explain.</summary>
    Stands,

    /// <summary>The difference is one that chance or the seed explains.</summary>
    Open,

    /// <summary>It does not hold.</summary>
    Fails,
}
