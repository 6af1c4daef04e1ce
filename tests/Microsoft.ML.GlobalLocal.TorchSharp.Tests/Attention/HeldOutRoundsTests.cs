namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class HeldOutRoundsTests
{
    private static readonly SpaceTrainingContext Context = Blocks.CreateContext(validate: false);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(Blocks.Users + 1, 2)]
    [InlineData(10_000, 3)]
    public void No_more_rounds_are_held_out_than_lists_are_used(int maximumLists, int expected)
    {
        // Of its ten items every user has three or four in each of three parts.
        var options = new AttentionOptions { Parts = 3, Rounds = 3, MaximumLists = maximumLists };
        var rounds = HeldOutRounds.Train(TestInput.QuickSpaces, options, Context).Rounds;
        Assert.Equal(expected, rounds.Count);
        Assert.Equal(rounds.Count, rounds.Select(round => round.HeldOut.GetItems(0).ToArray()).Distinct(new Sequences()).Count());
        Assert.All(rounds, round => Assert.Equal(Blocks.Train.Count, round.Interactions.Count + round.HeldOut.Count));
    }

    [Fact]
    public void A_space_is_left_out_with_its_trainer_and_scale()
    {
        var rounds = HeldOutRounds.Train(TestInput.QuickSpaces, TestInput.QuickAttention, Context);
        var without = rounds.Without(0);
        Assert.Equal("GN", Assert.Single(without.Trainers).Name);
        Assert.Equal(rounds.Rounds.Count, without.Rounds.Count);
        foreach (var (before, after) in rounds.Rounds.Zip(without.Rounds))
        {
            Assert.Same(before.Spaces[1], Assert.Single(after.Spaces));
            Assert.Equal(before.Scales[1], Assert.Single(after.Scales));
            Assert.Same(before.HeldOut, after.HeldOut);
        }
    }

    private sealed class Sequences : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(int[] items) => items.Length;
    }
}
