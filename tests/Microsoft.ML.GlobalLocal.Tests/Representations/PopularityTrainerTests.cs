namespace Microsoft.ML.GlobalLocal.Tests;

public class PopularityTrainerTests
{
    [Fact]
    public void Scores_are_the_shares_of_users()
    {
        // Item 0: users 0, 1, 2; item 1: user 0; item 2: nobody; user 3 has nothing.
        var interactions = InteractionMatrix.FromPairs([0, 0, 1, 2], [0, 1, 0, 0], 4, 3);
        var space = new PopularityTrainer().Train(SpaceTraining.CreateContext(interactions)).Space;
        var scores = new float[3];

        space.ScoreAll(space.View(interactions, 1), scores);
        Assert.Equal([0.75f, 0.25f, 0], scores);
        space.ScoreAll(space.View(interactions, 0), scores);
        Assert.Equal([0.75f, 0.25f, 0], scores);
    }
}
