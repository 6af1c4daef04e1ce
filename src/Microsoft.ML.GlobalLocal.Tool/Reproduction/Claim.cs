namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A statement that the runs were asked about, and what they say.</summary>
/// <param name="Statement">The statement, such as "AP is better than its best single space".</param>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Evidence">The numbers that say so.</param>
internal sealed record Claim(string Statement, Verdict Verdict, string Evidence)
{
    /// <summary>
    /// Tests claims that one system is better than another, or no worse, user by user, and corrects for their number. That it is better holds when the test
    /// finds it better; that it is no worse holds when its mean is not below the other's. Either fails when the test finds it worse.
    /// </summary>
    public static IReadOnlyList<Claim> Test(IReadOnlyList<ClaimedComparison> comparisons)
    {
        var tests = comparisons.Select(comparison => PairedTest.Compare(comparison.FirstValues, comparison.SecondValues)).ToArray();
        var pValues = PairedTest.Holm([.. tests.Select(test => test.PValue)]);
        return [.. comparisons.Select((comparison, n) => Judge(comparison, tests[n], pValues[n]))];
    }

    private static Claim Judge(ClaimedComparison comparison, PairedTest test, double pValue)
    {
        double first = comparison.FirstValues.Average();
        double second = comparison.SecondValues.Average();
        var verdict = test.Judge(pValue) switch
        {
            Significance.Better => Verdict.Holds,
            Significance.Worse => Verdict.Fails,
            _ => comparison.NoWorse && first >= second ? Verdict.Holds : Verdict.Open,
        };
        string change = second > 0 ? $" ({(first >= second ? "+" : "-")}{ResultNumber.Format(Math.Abs(first / second - 1) * 100, 1)} %)" : "";
        return new Claim(
            comparison.Statement,
            verdict,
            $"{comparison.Metric}: {comparison.First} {ResultNumber.Format(first)}, {comparison.Second} {ResultNumber.Format(second)}{change}; {test.Pairs} users, {ResultNumber.FormatPValue(pValue)}");
    }
}

/// <summary>A claim about two systems and the values of the same users, in the same order.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Metric">What the values are.</param>
/// <param name="First">The system that is claimed to be better.</param>
/// <param name="FirstValues">Its values.</param>
/// <param name="Second">The system that it is compared with.</param>
/// <param name="SecondValues">Its values.</param>
/// <param name="NoWorse">Whether the claim is that the first is no worse, instead of better.</param>
internal sealed record ClaimedComparison(
    string Statement,
    string Metric,
    string First,
    IReadOnlyList<double> FirstValues,
    string Second,
    IReadOnlyList<double> SecondValues,
    bool NoWorse = false);

/// <summary>What the runs say of a <see cref="Claim"/>.</summary>
internal enum Verdict
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>The difference is one that chance explains.</summary>
    Open,

    /// <summary>It does not hold.</summary>
    Fails,
}
