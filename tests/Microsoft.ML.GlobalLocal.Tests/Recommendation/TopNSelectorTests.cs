using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class TopNSelectorTests
{
    [Fact]
    public void Keeps_the_best_in_order_with_ties_by_item() => Gen.Select(Gen.Int[0, 5].Array[0, 50], Gen.Int[1, 12]).Sample((values, count) =>
    {
        var items = new int[count];
        var scores = new float[count];
        var selector = new TopNSelector(items, scores);
        for (int item = 0; item < values.Length; item++)
        {
            selector.Add(item, values[item]);
        }

        int kept = selector.Complete();
        var expected = Enumerable.Range(0, values.Length).OrderByDescending(item => values[item]).ThenBy(item => item).Take(count).ToArray();
        Assert.Equal(expected, items[..kept]);
        Assert.Equal(expected.Select(item => (float)values[item]), scores[..kept]);
    });

    [Fact]
    public void Ranges_are_kept_as_one_by_one() => Gen.Select(Gen.OneOf(Gen.Int[0, 9].Select(value => (float)value), Gen.Const(float.NaN)).Array[0, 100], Gen.Int[1, 12], Gen.Int[1, 40]).Sample((values, count, block) =>
    {
        var expected = new int[count];
        var one = new TopNSelector(expected, new float[count]);
        var (items, scores) = (new int[count], new float[count]);
        int kept = 0;
        for (int item = 0; item < values.Length; item++)
        {
            one.Add(item, values[item]);
        }

        for (int start = 0; start < values.Length; start += block)
        {
            var ranges = new TopNSelector(items, scores, kept);
            ranges.AddRange(start, values.AsSpan(start, Math.Min(block, values.Length - start)));
            kept = ranges.Count;
        }

        Assert.Equal(one.Complete(), new TopNSelector(items, scores, kept).Complete());
        Assert.Equal(expected, items);
    });

    [Fact]
    public void Never_keeps_a_score_that_is_no_number()
    {
        var items = new int[3];
        var selector = new TopNSelector(items, new float[3]);
        selector.Add(0, float.NaN);
        selector.Add(1, -5);
        selector.Add(2, float.NaN);
        Assert.Equal(1, selector.Complete());
        Assert.Equal(1, items[0]);
    }
}
