namespace Microsoft.ML.GlobalLocal.Tests;

public class ItemFilterTests
{
    [Fact]
    public void Negative_indices_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemFilter(allowed: [3, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemFilter(denied: [-1]));
    }

    [Fact]
    public void Excluding_is_the_same_as_not_allowing_whatever_the_indices()
    {
        int[] seen = [0, 4];
        foreach (var filter in new[] { ItemFilter.Unseen, new ItemFilter(denied: [2, 9]), new ItemFilter(allowed: [9, 4, 1]), new ItemFilter([1, 2, 4], [2], includeSeen: true) })
        {
            for (int start = 0; start < 6; start++)
            {
                var scores = new float[6 - start];
                filter.Exclude(seen, start, scores);
                Assert.Equal(Enumerable.Range(start, 6 - start).Select(item => filter.Allows(seen, item)), scores.Select(score => !float.IsNaN(score)));
            }
        }
    }
}
