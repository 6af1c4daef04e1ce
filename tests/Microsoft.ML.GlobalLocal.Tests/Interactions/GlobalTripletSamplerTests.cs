using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class GlobalTripletSamplerTests
{
    private static readonly Gen<InteractionMatrix> Interactions =
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 12]).SelectMany((users, items) =>
            Gen.Select(Gen.Int[0, users - 1], Gen.Int[0, items - 1]).Array[0, 60].Select(pairs => InteractionMatrix.FromPairs(
                pairs.Select(pair => pair.Item1).ToArray(), pairs.Select(pair => pair.Item2).ToArray(), users, items)));

    [Fact]
    public void EveryInteractionOfAUserWithUnseenItemsIsAPositive_AndNoNegativeIs() => Gen.Select(Interactions, Gen.Int[1, 3], Gen.Int).Sample((interactions, perInteraction, seed) =>
    {
        var sampler = new GlobalTripletSampler(interactions, seed, perInteraction);
        var triplets = new Triplet[sampler.MaximumCount];
        int count = sampler.Sample(triplets);
        var drawn = triplets[..count];
        Assert.All(drawn, triplet => Assert.True(interactions.Contains(triplet.User, triplet.Positive)));
        Assert.All(drawn, triplet => Assert.False(interactions.Contains(triplet.User, triplet.Negative)));
        Assert.All(drawn, triplet => Assert.InRange(triplet.Negative, 0, interactions.ItemCount - 1));
        var full = Enumerable.Range(0, interactions.UserCount).Where(user => interactions.GetCount(user) == interactions.ItemCount).ToArray();
        Assert.Equal(full.Length, sampler.SkippedUsers);
        var expected = Enumerable.Range(0, interactions.UserCount).Except(full)
            .SelectMany(user => interactions.GetItems(user).ToArray().Select(item => (user, item)))
            .SelectMany(pair => Enumerable.Repeat(pair, perInteraction));
        Assert.Equal(expected.Order(), drawn.Select(triplet => (triplet.User, triplet.Positive)).Order());
    });

    [Fact]
    public void Negatives_are_uniform()
    {
        // User 0 has items 1 and 4 of 6: each of 0, 2, 3, 5 is drawn with probability 1/4, 10,000 times of 40,000.
        var sampler = new GlobalTripletSampler(InteractionMatrix.FromPairs([0, 0], [1, 4], 1, 6), seed: 1, tripletsPerInteraction: 20_000);
        var triplets = new Triplet[sampler.MaximumCount];
        sampler.Sample(triplets);
        var counts = new int[6];
        foreach (var triplet in triplets)
        {
            counts[triplet.Negative]++;
        }

        Assert.Equal(0, counts[1] + counts[4]);
        Assert.All(new[] { 0, 2, 3, 5 }, item => Assert.InRange(counts[item], 9_600, 10_400));
    }

    [Fact]
    public void Find_other_is_the_item_of_that_rank_among_the_others() => Gen.Int[0, 30].HashSet[0, 31].Sample(set =>
    {
        var items = set.Order().ToArray();
        var others = Enumerable.Range(0, 31).Except(items).ToArray();
        Assert.Equal(others, Enumerable.Range(0, others.Length).Select(rank => GlobalTripletSampler.FindOther(items, rank)));
    });

    [Fact]
    public void SameSeedGivesTheSameTriplets_AndEveryEpochOthers()
    {
        var interactions = Blocks();
        var first = new GlobalTripletSampler(interactions, seed: 7);
        var second = new GlobalTripletSampler(interactions, seed: 7);
        var a = new Triplet[first.MaximumCount];
        var b = new Triplet[first.MaximumCount];
        first.Sample(a);
        second.Sample(b);
        Assert.Equal(a, b);
        first.Sample(a);
        Assert.NotEqual(a, b);
        second.Sample(b);
        Assert.Equal(a, b);
        new GlobalTripletSampler(interactions, seed: 8).Sample(b);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var interactions = Blocks();
        Assert.Throws<ArgumentOutOfRangeException>(() => new GlobalTripletSampler(interactions, 0, tripletsPerInteraction: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GlobalTripletSampler(interactions, 0, tripletsPerInteraction: int.MaxValue));
        var error = Assert.Throws<ArgumentException>(() => new GlobalTripletSampler(interactions, 0).Sample(new Triplet[interactions.Count - 1]));
        Assert.Contains($"up to {interactions.Count}", error.Message);
    }

    /// <summary>Two blocks: users 0..4 have items 0..4, users 5..9 items 5..9.</summary>
    private static InteractionMatrix Blocks()
    {
        var pairs = Enumerable.Range(0, 50).Select(n => (User: n / 5, Item: n / 25 * 5 + n % 5)).ToArray();
        return InteractionMatrix.FromPairs(pairs.Select(pair => pair.User).ToArray(), pairs.Select(pair => pair.Item).ToArray(), 10, 10);
    }
}
