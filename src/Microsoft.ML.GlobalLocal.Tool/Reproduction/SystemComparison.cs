namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Two systems compared user by user, over the seeds that both ran with: a seed may draw the test items, and training has luck of its own, so runs of
/// different seeds are no pairs.
/// </summary>
/// <param name="First">The mean of the first system over the users and the common seeds.</param>
/// <param name="Second">The mean of the second system over the same.</param>
/// <param name="SeedDifferences">The mean of the first system less that of the second, seed by seed.</param>
/// <param name="Test">The test over the users, each with the average of its values over the common seeds.</param>
internal sealed record SystemComparison(double First, double Second, IReadOnlyList<double> SeedDifferences, PairedTest Test)
{
    /// <summary>Compares the values of the same users, in the same order.</summary>
    /// <param name="seeds">The values of both systems, seed by seed; at least one seed.</param>
    public static SystemComparison Of(params IReadOnlyList<(IReadOnlyList<double> First, IReadOnlyList<double> Second)> seeds)
    {
        double[] first = Average([.. seeds.Select(seed => seed.First)]);
        double[] second = Average([.. seeds.Select(seed => seed.Second)]);
        return new SystemComparison(first.Average(), second.Average(), [.. seeds.Select(seed => seed.First.Average() - seed.Second.Average())], PairedTest.Compare(first, second));
    }

    /// <summary>
    /// What the comparison says of the first system, given the p-value of <see cref="Test"/> as corrected. The test knows of the luck of the users only; so where
    /// not every seed points to the same side, that is nothing.
    /// </summary>
    public Significance Judge(double correctedPValue) =>
        SeedDifferences.All(difference => Math.Sign(difference) == Math.Sign(Test.MeanDifference)) ? Test.Judge(correctedPValue) : Significance.None;

    private static double[] Average(IReadOnlyList<double>[] seeds) =>
        [.. Enumerable.Range(0, seeds[0].Count).Select(user => seeds.Average(values => values[user]))];
}
