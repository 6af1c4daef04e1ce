namespace Microsoft.ML.GlobalLocal.Tests;

public class SpectralTrainerTests
{
    [Fact]
    public void Scores_equal_the_projection_of_the_normalised_rows()
    {
        // All singular vectors: the projection is the normalised matrix itself, scaled up again on the item side.
        var interactions = SpaceTraining.Scattered;
        var trainer = new SpectralTrainer(new() { Dimensions = [interactions.ItemCount], PopularityExponents = [0.25f], UserExponent = 0.4f, ItemExponent = 0.6f });
        var space = trainer.Train(SpaceTraining.CreateContext(interactions)).Space;
        var scores = new float[interactions.ItemCount];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            space.ScoreAll(space.View(interactions, user), scores);
            for (int item = 0; item < interactions.ItemCount; item++)
            {
                double expected = interactions.Contains(user, item)
                    ? Math.Pow(interactions.GetCount(user), -0.4) * Math.Pow(interactions.Transposed.GetCount(item), -0.6 + 0.25)
                    : 0;
                Assert.Equal(expected, scores[item], tolerance: 1e-4);
            }
        }
    }

    [Fact]
    public void Takes_no_more_vectors_than_there_are_items()
    {
        var interactions = SpaceTraining.Scattered;

        var space = new SpectralTrainer(new() { Dimensions = [500] }).Train(SpaceTraining.CreateContext(interactions)).Space;

        Assert.Equal(interactions.ItemCount, space.Dimension);
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Assert.Contains("Dimensions", Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralTrainer(new() { Dimensions = [0] })).Message);
        Assert.Contains("PopularityExponents", Assert.Throws<ArgumentException>(() => new SpectralTrainer(new() { PopularityExponents = [] })).Message);
    }
}
