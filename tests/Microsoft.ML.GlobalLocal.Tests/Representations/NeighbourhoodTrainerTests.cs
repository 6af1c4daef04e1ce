namespace Microsoft.ML.GlobalLocal.Tests;

public class NeighbourhoodTrainerTests
{
    [Fact]
    public void Weights_equal_those_by_brute_force()
    {
        const double UserExponent = 0.25, ItemExponent = 0.75, PopularityExponent = 0.5;
        var interactions = SpaceTraining.Scattered;
        var weights = Train(interactions.ItemCount);
        for (int i = 0; i < interactions.ItemCount; i++)
        {
            for (int j = 0; j < interactions.ItemCount; j++)
            {
                double ni = interactions.Transposed.GetCount(i);
                double nj = interactions.Transposed.GetCount(j);
                double expected = Enumerable.Range(0, interactions.UserCount)
                    .Where(user => i != j && interactions.Contains(user, i) && interactions.Contains(user, j))
                    .Sum(user => Math.Pow(interactions.GetCount(user), -2 * UserExponent) * Math.Pow(ni * nj, -ItemExponent) * Math.Pow(nj, PopularityExponent));
                Assert.Equal(expected, weights.GetWeight(i, j), tolerance: 1e-6);
            }
        }
    }

    [Fact]
    public void Keeps_the_strongest_neighbours()
    {
        var all = Train(100);
        var few = Train(4);
        for (int item = 0; item < all.ItemCount; item++)
        {
            Assert.Equal(all.GetWeights(item).ToArray().OrderDescending().Take(4), few.GetWeights(item).ToArray().OrderDescending());
        }
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Assert.Contains("ItemSides", Assert.Throws<ArgumentException>(() => new NeighbourhoodTrainer(new() { ItemSides = [] })).Message);
        Assert.Contains("UserExponents", Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourhoodTrainer(new() { UserExponents = [-1] })).Message);
        Assert.Contains("Neighbours", Assert.Throws<ArgumentOutOfRangeException>(() => new NeighbourhoodTrainer(new() { Neighbours = 0 })).Message);
    }

    private static NeighbourWeights Train(int neighbours)
    {
        var trainer = new NeighbourhoodTrainer(new() { UserExponents = [0.25f], ItemSides = [(0.75f, 0.5f)], Neighbours = neighbours, Dimension = 4 });
        return ((NeighbourhoodSpace)trainer.Train(SpaceTraining.CreateContext(SpaceTraining.Scattered)).Space).Weights;
    }
}
