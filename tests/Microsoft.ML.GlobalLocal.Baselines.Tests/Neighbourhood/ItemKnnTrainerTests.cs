namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>ItemKNN against cosines counted by hand.</summary>
public class ItemKnnTrainerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_weight_is_the_cosine_with_its_shrinkage(float shrinkage)
    {
        var gram = RandomInteractions.Gram;
        var items = RandomInteractions.Counts.Items;
        var space = Assert.IsType<NeighbourhoodSpace>(new ItemKnnTrainer(new() { Shrinkage = shrinkage }).Train(RandomInteractions.Context).Space);
        for (int i = 0; i < RandomInteractions.Items; i++)
        {
            for (int j = 0; j < RandomInteractions.Items; j++)
            {
                Assert.Equal(i == j ? 0 : gram[i, j] / (Math.Sqrt(items[i] * items[j]) + shrinkage), space.Weights.GetWeight(i, j), 1e-5);
            }
        }
    }

    [Fact]
    public void An_item_is_scored_by_its_nearest_neighbours_only()
    {
        var all = Assert.IsType<NeighbourhoodSpace>(new ItemKnnTrainer(new()).Train(RandomInteractions.Context).Space);
        var nearest = Assert.IsType<NeighbourhoodSpace>(new ItemKnnTrainer(new() { Neighbours = 4 }).Train(RandomInteractions.Context).Space);
        for (int i = 0; i < RandomInteractions.Items; i++)
        {
            // Its neighbours are the items of the user that have a weight towards it.
            float[] weights = [.. Enumerable.Range(0, RandomInteractions.Items).Select(j => all.Weights.GetWeight(j, i))];
            float[] kept = [.. Enumerable.Range(0, RandomInteractions.Items).Select(j => nearest.Weights.GetWeight(j, i))];
            Assert.Equal(weights.OrderDescending().Take(4), kept.Where(weight => weight > 0).OrderDescending());
            Assert.All(kept.Zip(weights), pair => Assert.True(pair.First == 0 || pair.First == pair.Second));
        }
    }
}
