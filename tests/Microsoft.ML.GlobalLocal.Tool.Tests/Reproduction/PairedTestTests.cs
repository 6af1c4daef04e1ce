namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class PairedTestTests
{
    /// <summary>Darwin's heights of cross- and self-fertilised maize, in eighths of an inch: a rank sum of 96 against 24, exact p = .0413.</summary>
    [Fact]
    public void Agrees_with_a_published_example()
    {
        double[] differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        var test = PairedTest.Compare(differences, new double[differences.Length]);
        Assert.Equal((15, 15, 96), (test.Pairs, test.Differences, test.RankSum));
        Assert.Equal(314.0 / 15, test.MeanDifference, 12);
        Assert.Equal(36 / Math.Sqrt(310), test.Z, 12);
        Assert.Equal(0.0409, test.PValue, 4);
    }

    /// <summary>Hollander and Wolfe's depression scale factors, before and after: V = 40.</summary>
    [Fact]
    public void Agrees_with_another_published_example()
    {
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        double[] after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        var test = PairedTest.Compare(before, after);
        Assert.Equal(40, test.RankSum);
        Assert.Equal(17.5 / Math.Sqrt(71.25), test.Z, 12);
        Assert.Equal(0.0382, test.PValue, 4);
    }

    [Fact]
    public void Zeros_are_left_out_and_ties_share_a_rank()
    {
        // Ranks 2, 2, 2, 4; the mean is 5; the variance 4 * 5 * 9 / 24 - (27 - 3) / 48 = 7.
        var test = PairedTest.Compare([2, 3, 1, 5, 4, 0], [1, 2, 2, 3, 4, 0]);
        Assert.Equal((6, 4, 8), (test.Pairs, test.Differences, test.RankSum));
        Assert.Equal(0.5, test.MeanDifference, 12);
        Assert.Equal(3 / Math.Sqrt(7), test.Z, 12);
        Assert.Equal(0.2568, test.PValue, 4);
    }

    /// <summary>Under the hypothesis every difference is as likely with the other sign: all 2^12 cases are gone through.</summary>
    [Fact]
    public void Standardises_by_mean_and_deviation_over_all_signs()
    {
        double[] sizes = [1, 1, 1, 2, 3, 3, 4, 5, 5, 5, 5, 6];
        double[] ranks = [2, 2, 2, 4, 5.5, 5.5, 7, 9.5, 9.5, 9.5, 9.5, 12];
        var sums = Enumerable.Range(0, 1 << sizes.Length).Select(signs => ranks.Where((_, n) => (signs >> n & 1) == 1).Sum()).ToArray();
        double mean = sums.Average();
        double deviation = Math.Sqrt(sums.Average(sum => (sum - mean) * (sum - mean)));
        foreach (int signs in new[] { 0b111111111111, 0b000000011111, 0b101101101101, 0b110111101111 })
        {
            var test = PairedTest.Compare([.. sizes.Select((size, n) => (signs >> n & 1) == 1 ? size : -size)], new double[sizes.Length]);
            Assert.Equal(sums[signs], test.RankSum);
            Assert.Equal((sums[signs] - mean) / deviation, test.Z, 12);
            double exact = sums.Count(sum => Math.Abs(sum - mean) >= Math.Abs(sums[signs] - mean)) / (double)sums.Length;
            Assert.Equal(exact, test.PValue, 0.03);
        }
    }

    [Fact]
    public void Rounded_values_tie_like_the_exact_ones()
    {
        double[] first = [2 / 3.0, 1 / 3.0, 1, 1 / 3.0, 2 / 3.0, 0];
        double[] second = [1 / 3.0, 0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 1 / 3.0];
        var exact = PairedTest.Compare(first, second);
        var rounded = PairedTest.Compare([.. first.Select(value => Math.Round(value, 6))], [.. second.Select(value => Math.Round(value, 6))]);
        Assert.Equal((exact.Differences, exact.RankSum, exact.Z), (rounded.Differences, rounded.RankSum, rounded.Z));
        Assert.Equal((5, 9), (exact.Differences, exact.RankSum));
    }

    [Fact]
    public void Swapping_the_sides_swaps_the_signs_only()
    {
        double[] first = [3, 1, 4, 1, 5, 9, 2, 6];
        double[] second = [2, 7, 1, 8, 2, 8, 1, 8];
        var one = PairedTest.Compare(first, second);
        var other = PairedTest.Compare(second, first);
        Assert.Equal(one.Z, -other.Z, 12);
        Assert.Equal(one.MeanDifference, -other.MeanDifference, 12);
        Assert.Equal(one.PValue, other.PValue, 12);
    }

    [Fact]
    public void Equal_values_are_no_difference()
    {
        var test = PairedTest.Compare([0.5, 0, 1], [0.5, 0, 1]);
        Assert.Equal((0, 0, 1), (test.Differences, test.Z, test.PValue));
        Assert.Equal(Significance.None, test.Judge(test.PValue));
    }

    [Fact]
    public void Lists_of_different_or_no_length_are_refused()
    {
        Assert.Contains("there are 1 and 2", Assert.Throws<ArgumentException>(() => PairedTest.Compare([1], [1, 2])).Message);
        Assert.Throws<ArgumentException>(() => PairedTest.Compare([], []));
    }

    [Theory]
    [InlineData(2, 0.1, 0.049, 1)]
    [InlineData(-2, -0.1, 0.049, 2)]
    [InlineData(2, 0.1, 0.05, 0)]
    [InlineData(2, -0.1, 0.001, 0)]
    [InlineData(-2, 0.1, 0.001, 0)]
    public void A_difference_needs_the_level_and_one_direction(double z, double meanDifference, double correctedPValue, int expected) =>
        Assert.Equal((Significance)expected, new PairedTest(10, 10, meanDifference, 0, z, 0.01).Judge(correctedPValue));

    [Fact]
    public void Holm_multiplies_by_what_remains_and_never_falls()
    {
        var corrected = PairedTest.Holm([0.01, 0.04, 0.03, 0.005]);
        double[] expected = [0.03, 0.06, 0.06, 0.02];
        Assert.All(expected.Zip(corrected), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal([1, 1], PairedTest.Holm([0.6, 0.9]));
        Assert.Empty(PairedTest.Holm([]));
    }
}
