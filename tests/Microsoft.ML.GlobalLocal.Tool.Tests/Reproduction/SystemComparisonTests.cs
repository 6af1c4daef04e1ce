namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class SystemComparisonTests
{
    private static readonly double[] Zeros = new double[9];
    private static readonly double[] Gains = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void Users_are_averaged_over_the_seeds_and_the_means_are_kept_seed_by_seed()
    {
        var comparison = SystemComparison.Of(([1, 0], [0, 0]), ([0, 1], [1, 0]));
        Assert.Equal((0.5, 0.25), (comparison.First, comparison.Second));
        Assert.Equal([0.5, 0], comparison.SeedDifferences);

        // Of the users' averages the first are alike.
        Assert.Equal((2, 1), (comparison.Test.Pairs, comparison.Test.Differences));
        Assert.Equal(0.25, comparison.Test.MeanDifference);
    }

    [Fact]
    public void A_difference_is_one_where_every_seed_points_to_its_side()
    {
        double[] losses = [.. Gains.Select(gain => -gain / 100)];
        Assert.Equal(Significance.Better, Judge(SystemComparison.Of((Gains, Zeros), (Gains, Zeros))));
        Assert.Equal(Significance.Worse, Judge(SystemComparison.Of((Zeros, Gains), (losses, Zeros))));
        Assert.Equal(Significance.None, Judge(SystemComparison.Of((Gains, Zeros), (losses, Zeros))));
        Assert.Equal(Significance.None, Judge(SystemComparison.Of((Gains, Zeros), (Zeros, Zeros))));
        Assert.Equal(Significance.None, SystemComparison.Of((Gains, Zeros)).Judge(0.05));
    }

    private static Significance Judge(SystemComparison comparison) => comparison.Judge(comparison.Test.PValue);
}
