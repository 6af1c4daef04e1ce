namespace Microsoft.ML.GlobalLocal.Tests;

public class EvenSampleTests
{
    [Fact]
    public void What_is_short_enough_is_kept() => Assert.Equal([5, 3, 4], EvenSample.Take([5, 3, 4], 3));

    [Fact]
    public void Of_more_evenly_spread_ones_are_taken_in_order()
    {
        Assert.Equal([0, 2, 5, 7], EvenSample.Take(Enumerable.Range(0, 10).ToArray(), 4));
        var taken = EvenSample.Take(Enumerable.Range(0, 30_011).ToArray(), 4000);
        Assert.Equal(4000, taken.Length);
        Assert.All(taken.Zip(taken.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 7, 8));
        Assert.InRange(taken[^1], 30_000, 30_010);
    }
}
