namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class SideWalkerTests
{
    // User 0 shares two items with user 1, one with user 2; user 3 shares none.
    private static readonly InteractionMatrix Interactions = InteractionMatrix.FromPairs([0, 0, 0, 1, 1, 2, 3], [0, 1, 2, 0, 1, 2, 3], 4, 4);

    [Fact]
    public void A_step_is_in_proportion_to_the_shared_items()
    {
        const int Walks = 20_000;
        var walker = new SideWalker(Interactions, 0.15f, new Random(1));
        var walk = new int[2];
        int toUser1 = 0;
        for (int n = 0; n < Walks; n++)
        {
            Assert.Equal(2, walker.Walk(0, walk));
            Assert.Contains(walk[1], new[] { 1, 2 });
            toUser1 += walk[1] == 1 ? 1 : 0;
        }

        Assert.Equal(2d / 3, (double)toUser1 / Walks, 0.02);
        Assert.Equal(1, walker.Walk(3, walk));
    }

    [Theory]
    [InlineData(0.15f)]
    [InlineData(0.5f)]
    [InlineData(1)]
    public void A_walk_ends_with_the_stopping_probability(float probability)
    {
        const int Walks = 20_000;
        var walker = new SideWalker(Interactions, probability, new Random(1));
        var walk = new int[BineTrainer.MaximumWalkLength];
        double steps = Enumerable.Range(0, Walks).Sum(_ => walker.Walk(0, walk) - 1);

        Assert.Equal(1 / probability, steps / Walks, 0.02 / probability + 1e-9);
    }
}
