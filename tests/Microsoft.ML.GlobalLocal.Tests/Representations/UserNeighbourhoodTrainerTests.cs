namespace Microsoft.ML.GlobalLocal.Tests;

public class UserNeighbourhoodTrainerTests
{
    private static readonly InteractionMatrix Interactions = SpaceTraining.Scattered;

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    public void Scores_equal_the_votes_by_brute_force(int neighbours)
    {
        var similarity = new UserSimilarity { ItemExponent = 0.75f, UserExponent = 0.25f, SimilarityExponent = 1.5f, PopularityExponent = -0.5f, Neighbours = neighbours };
        var space = Train(new() { Similarity = similarity });
        var scores = new float[space.ItemCount];
        for (int user = 0; user < Interactions.UserCount; user++)
        {
            var votes = Enumerable.Range(0, Interactions.UserCount)
                .Select(other => (User: other, Similarity: Common(user, other).Sum(item => Math.Pow(Popularity(item), -0.75)) * Math.Pow(Math.Max(1, Interactions.GetCount(other)), -0.25)))
                .OrderByDescending(vote => vote.Similarity)
                .Take(neighbours)
                .Where(vote => vote.User != user)
                .Select(vote => (vote.User, Weight: Math.Pow(vote.Similarity, 1.5)))
                .ToArray();
            double sum = votes.Sum(vote => vote.Weight);

            space.ScoreAll(space.View(Interactions, user), scores);
            for (int item = 0; item < space.ItemCount; item++)
            {
                double share = sum == 0 ? 0 : votes.Where(vote => Interactions.Contains(vote.User, item)).Sum(vote => vote.Weight) / sum;
                Assert.Equal(share * Math.Pow(Popularity(item), -0.5), scores[item], 1e-5);
            }
        }
    }

    [Fact]
    public void A_user_with_the_same_items_has_no_vote()
    {
        // Users 0 and 1 have the same items; user 2 has one of them and item 2.
        var interactions = InteractionMatrix.FromPairs([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 1, 2], 3, 3);
        var space = Train(new() { Similarity = new() { PopularityExponent = 0 } }, interactions);
        var scores = new float[3];

        space.ScoreAll(space.View(interactions, 0), scores);

        Assert.Equal([0f, 1, 1], scores);
    }

    [Fact]
    public void Vectors_are_the_votes_of_all_users_where_none_is_left_out()
    {
        var similarity = new UserSimilarity { ItemExponent = 0.75f, UserExponent = 0.25f, PopularityExponent = -0.5f };
        var space = Train(new() { Similarity = similarity, Dimension = Interactions.ItemCount });
        for (int user = 0; user < Interactions.UserCount; user += 9)
        {
            for (int item = 0; item < space.ItemCount; item++)
            {
                double expected = Enumerable.Range(0, Interactions.UserCount).Where(other => Interactions.Contains(other, item))
                    .Sum(other => Common(user, other).Sum(common => Math.Pow(Popularity(common), -0.75)) * Math.Pow(Interactions.GetCount(other), -0.25));
                double product = Enumerable.Range(0, space.Dimension).Sum(n => (double)space.GetUserVector(user)[n] * space.GetItemVector(item)[n]);
                Assert.Equal(expected * Math.Pow(Popularity(item), -0.5), product, 1e-3);
            }
        }
    }

    [Fact]
    public void A_reloaded_space_is_the_same()
    {
        var space = Train(new() { Similarity = new() { SimilarityExponent = 2, Neighbours = 9 } });
        var bytes = SpaceTraining.GetBytes(space);
        using var reader = new ModelReader(new MemoryStream(bytes), "TEST", 1, 1);

        var read = Assert.IsType<UserNeighbourhoodSpace>(SpaceStream.Read(reader, Interactions.UserCount, Interactions.ItemCount));

        Assert.Equal(space.UserSimilarity, read.UserSimilarity);
        Assert.Equal(bytes, SpaceTraining.GetBytes(read));
    }

    [Fact]
    public void Names_the_obstacle_of_many_users()
    {
        var trainer = new UserNeighbourhoodTrainer(new() { MaximumUsers = 70 });

        Assert.Contains("there are 71 users", trainer.GetObstacle(Interactions));
        Assert.Contains("MaximumUsers = 70", Assert.Throws<InvalidOperationException>(() => trainer.Train(SpaceTraining.CreateContext(Interactions))).Message);
        Assert.Null(new UserNeighbourhoodTrainer(new() { MaximumUsers = 71 }).GetObstacle(Interactions));
    }

    [Fact]
    public void Refuses_interactions_of_others()
    {
        var tables = new SpaceTables("U", 1, new float[3], new float[4]);
        Assert.Contains("3 users and 4 items", Assert.Throws<ArgumentException>(() => new UserNeighbourhoodSpace(tables, Interactions, new())).Message);
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Reject(nameof(UserSimilarity.ItemExponent), new() { Similarity = new() { ItemExponent = -1 } });
        Reject(nameof(UserSimilarity.UserExponent), new() { Similarity = new() { UserExponent = float.NaN } });
        Reject(nameof(UserSimilarity.SimilarityExponent), new() { Similarity = new() { SimilarityExponent = 0 } });
        Reject(nameof(UserSimilarity.PopularityExponent), new() { Similarity = new() { PopularityExponent = float.NegativeInfinity } });
        Reject(nameof(UserSimilarity.Neighbours), new() { Similarity = new() { Neighbours = 0 } });
        Reject(nameof(UserNeighbourhoodTrainer.Options.MaximumTrials), new() { MaximumTrials = 0 });
        Reject(nameof(UserNeighbourhoodTrainer.Options.Dimension), new() { Dimension = 0 });
        Reject(nameof(UserNeighbourhoodTrainer.Options.MaximumUsers), new() { MaximumUsers = 0 });

        static void Reject(string option, UserNeighbourhoodTrainer.Options options) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(() => new UserNeighbourhoodTrainer(options)).Message);
    }

    private static UserNeighbourhoodSpace Train(UserNeighbourhoodTrainer.Options options, InteractionMatrix? interactions = null) =>
        (UserNeighbourhoodSpace)new UserNeighbourhoodTrainer(options).Train(SpaceTraining.CreateContext(interactions ?? Interactions)).Space;

    private static int Popularity(int item) => Math.Max(1, Interactions.Transposed.GetCount(item));

    private static IEnumerable<int> Common(int user, int other) => Interactions.GetItems(user).ToArray().Intersect(Interactions.GetItems(other).ToArray());
}
