namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>CCCF: who belongs to which subgroup, and what that makes of the scores.</summary>
public class CccfTrainerTests
{
    [Fact]
    public void A_block_of_users_and_items_is_a_subgroup()
    {
        var subgroups = CoClusters.Fit(Blocks.Train, 2, 0.1f, seed: 1, CancellationToken.None);
        int first = subgroups.HasUser(0, 0) ? 0 : 1;
        for (int n = 0; n < Blocks.Users; n++)
        {
            for (int subgroup = 0; subgroup < 2; subgroup++)
            {
                bool expected = (n < Blocks.Size) == (subgroup == first);
                Assert.Equal(expected, subgroups.HasUser(n, subgroup));
                Assert.Equal(expected, subgroups.HasItem(n, subgroup));
            }
        }
    }

    [Fact]
    public void A_user_of_two_blocks_belongs_to_both()
    {
        var pairs = Enumerable.Range(0, Blocks.Users).SelectMany(user => Blocks.Train.GetItems(user).ToArray().Select(item => (user, item)))
            .Concat(Enumerable.Range(0, 5).Concat(Enumerable.Range(12, 5)).Select(item => (user: Blocks.Users, item))).ToArray();
        var interactions = InteractionMatrix.FromPairs(pairs.Select(pair => pair.user).ToArray(), pairs.Select(pair => pair.item).ToArray(), Blocks.Users + 1, Blocks.Items);

        var subgroups = CoClusters.Fit(interactions, 2, 0.2f, seed: 1, CancellationToken.None);
        Assert.True(subgroups.HasUser(Blocks.Users, 0) && subgroups.HasUser(Blocks.Users, 1));
        Assert.False(subgroups.HasUser(0, 0) && subgroups.HasUser(0, 1));

        var strict = CoClusters.Fit(interactions, 2, 0.9f, seed: 1, CancellationToken.None);
        Assert.True(strict.HasUser(Blocks.Users, 0) ^ strict.HasUser(Blocks.Users, 1));
    }

    [Fact]
    public void Who_shares_no_subgroup_scores_zero()
    {
        var options = new CccfTrainer.Options { Subgroups = 2, Dimension = 4, Alpha = 40, Lambda = 1 };
        var space = new CccfTrainer(options).Train(Blocks.CreateContext(validate: false)).Space;
        var scores = new float[Blocks.Items];
        for (int user = 0; user < Blocks.Users; user++)
        {
            space.ScoreAll(space.View(Blocks.Train, user), scores);
            for (int item = 0; item < Blocks.Items; item++)
            {
                Assert.Equal(user / Blocks.Size == item / Blocks.Size, scores[item] != 0);
            }
        }
    }

    [Fact]
    public void One_subgroup_is_implicit_als()
    {
        var one = new CccfTrainer(new() { Subgroups = 1, Dimension = 4, Alpha = 10, Lambda = 3 }).Train(RandomInteractions.Context).Space;
        var all = new ImplicitAlsTrainer(new() { Dimension = 4, Alpha = 10, Lambda = 3 }).Train(RandomInteractions.Context).Space;
        Assert.Equal(RandomInteractions.ScoreAll(all, 2), RandomInteractions.ScoreAll(one, 2));
    }
}
