namespace Microsoft.ML.GlobalLocal.Plots.Tests;

public class AttentionSampleTests
{
    [Fact]
    public void Weights_are_those_of_the_users_best_items()
    {
        var sample = AttentionSample.Of(PlotWorld.CreateModel(), topN: 4);
        Assert.Equal(["A", "B"], sample.Spaces);
        Assert.Equal(2 * PlotWorld.UsersPerBlock, sample.Users.Count);
        Assert.Equal([2, 8], sample.Users.Select(user => user.Activity).Distinct());
        Assert.All(sample.Users, user =>
        {
            Assert.Equal(4, user.Weights.Length);

            // What is recommended is of the block, and unseen: nobody has it.
            Assert.All(user.Popularity, popularity => Assert.True(popularity is 0 or PlotWorld.UsersPerBlock));
            Assert.All(user.Weights, weights => Assert.Equal(1, weights.Sum(), tolerance: 1e-5));
            Assert.Equal(1 / (1 + Math.Exp(3 * Math.Log(1 + user.Activity) - 5)), user.GetMean(0), tolerance: 1e-4);
        });
    }

    [Fact]
    public void Groups_hold_what_is_at_one_place_together()
    {
        var points = Enumerable.Range(0, 1200).Select(n => ((double)(1 + n / 300), n % 300 / 299.0));
        var groups = WeightGroup.Divide(points);
        Assert.Equal([1, 2, 3, 4], groups.Select(group => Math.Round(group.X, 9)));
        Assert.All(groups, group =>
        {
            Assert.Equal(0.5, group.Mean, tolerance: 1e-9);
            Assert.Equal(0.25, group.Lower, tolerance: 0.01);
            Assert.Equal(0.75, group.Upper, tolerance: 0.01);
        });
    }

    [Fact]
    public void Groups_are_about_as_large_as_each_other()
    {
        var groups = WeightGroup.Divide(Enumerable.Range(1, 1200).Select(n => ((double)n, 1.0)));
        Assert.Equal(12, groups.Count);
        Assert.Equal(groups.Select(group => group.X).Order(), groups.Select(group => group.X));
        Assert.InRange(groups[0].X, 25, 50);
    }

    [Fact]
    public void One_point_is_a_group() =>
        Assert.Equal([new WeightGroup(1, 0.4, 0.4, 0.4)], WeightGroup.Divide([(1, 0.4)]));
}
