using CsCheck;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class BalancedTwoMeansTests
{
    [Fact]
    public void Items_that_lie_together_are_under_one_node()
    {
        // Four clouds at the corners of a long rectangle: the long side is split first. Items come in turns.
        (float X, float Y)[] corners = [(0, 0), (100, 0), (0, 10), (100, 10)];
        float[] vectors = [.. Enumerable.Range(0, 32).SelectMany(item => new[] { corners[item % 4].X + item * 0.01f, corners[item % 4].Y - item * 0.01f })];

        var tree = BalancedTwoMeans.LearnTree(vectors, 2, seed: 3);

        for (int position = 0; position < 2; position++)
        {
            Assert.Single(tree.GetItems(1, position).ToArray().Select(item => item % 2).Distinct());
        }

        for (int position = 0; position < 4; position++)
        {
            Assert.Single(tree.GetItems(2, position).ToArray().Select(item => item % 4).Distinct());
        }
    }

    [Fact]
    public void Halves_are_equal_where_the_clouds_are_not()
    {
        // Ten items on the left, six on the right, of which none moves to the left.
        float[] vectors = [.. Enumerable.Range(0, 16).Select(item => item < 10 ? item * 0.1f : 50 + item)];

        var tree = BalancedTwoMeans.LearnTree(vectors, 1, seed: 1);

        int[][] halves = [tree.GetItems(1, 0).ToArray(), tree.GetItems(1, 1).ToArray()];
        Assert.All(halves, half => Assert.Equal(8, half.Length));
        Assert.Contains(halves, half => half.Order().SequenceEqual([8, 9, 10, 11, 12, 13, 14, 15]));
    }

    [Fact]
    public void No_exchange_of_two_items_brings_them_nearer_to_the_centroids_of_a_split() =>
        Gen.Select(Gen.Int[2, 40], Gen.Int[0, 1000]).Sample((count, seed) =>
        {
            var random = new Random(seed);
            float[] vectors = [.. Enumerable.Range(0, 3 * count).Select(_ => random.NextSingle())];

            var tree = BalancedTwoMeans.LearnTree(vectors, 3, seed);

            int[] first = tree.GetItems(1, 0).ToArray();
            int[] second = tree.GetItems(1, 1).ToArray();
            Assert.InRange(first.Length - second.Length, -1, 1);
            double[] direction = [.. Enumerable.Range(0, 3).Select(n => second.Average(item => vectors[3 * item + n]) - first.Average(item => vectors[3 * item + n]))];
            Assert.True(first.Max(Project) <= second.Min(Project) + 1e-5);

            double Project(int item) => Enumerable.Range(0, 3).Sum(n => direction[n] * vectors[3 * item + n]);
        });

    [Fact]
    public void Items_with_the_same_vector_are_split_too()
    {
        var tree = BalancedTwoMeans.LearnTree(new float[14], 2, seed: 1);
        Assert.Equal(Enumerable.Range(0, 7), tree.Order.ToArray().Order());
    }

    [Fact]
    public void Stops_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => BalancedTwoMeans.LearnTree([1, 2, 3], 1, seed: 1, new CancellationToken(canceled: true)));
}
