namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>CIGAR: candidates by Hamming distance, a ranking model among them, negatives from them.</summary>
public class CigarTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 7)]
    [InlineData(70, 30)]
    [InlineData(130, 200)]
    public void Candidates_are_the_unseen_items_with_the_nearest_codes(int bits, int candidates)
    {
        const int Items = 100;
        var random = new Random(bits);
        var vectors = Enumerable.Range(0, Items * bits).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var user = Enumerable.Range(0, bits).Select(_ => random.NextSingle() - 0.5f).ToArray();
        int[] seen = [3, 50, 51, 99];
        var found = new int[candidates];

        int count = new HammingCandidates(vectors, bits, 0).Find(user, seen, found);

        var expected = Enumerable.Range(0, Items).Except(seen)
            .OrderBy(item => Enumerable.Range(0, bits).Count(bit => vectors[item * bits + bit] > 0 != user[bit] > 0))
            .ThenBy(item => item).Take(candidates).Order();
        Assert.Equal(expected, found[..count]);
    }

    [Fact]
    public void The_ranking_model_orders_the_candidates_and_distances_the_rest()
    {
        // One real unit and three bits. The user's code is 111; the items' codes are 0, 1, 2 and 3 bits away.
        var space = new CigarSpace(new SpaceTables("CIGAR", 4, [1, 1, 1, 1], [-5, 1, 1, 1, 2, 1, 1, -1, 9, 1, -1, -1, 8, -1, -1, -1]), 1, 2);
        var scores = new float[4];

        space.ScoreAll(new UserView(space.GetUserVector(0), []), scores);

        Assert.Equal([-5, 2, -5 - 1 - 2, -5 - 1 - 3], scores);

        // What the user has seen takes no candidate's place.
        space.ScoreAll(new UserView(space.GetUserVector(0), [0]), scores);
        Assert.Equal([-5, 2, 9, -5 - 1 - 3], scores);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Negatives_are_candidates_with_the_given_probability(double share)
    {
        const int Items = 1000;
        var interactions = InteractionMatrix.FromPairs(Enumerable.Repeat(0, 400).ToArray(), Enumerable.Range(0, 400).ToArray(), 1, Items);
        var sampler = new CandidateTripletSampler(interactions, [997, 998, 999], [3], share, seed: 1);
        var triplets = new Triplet[sampler.MaximumCount];
        int hits = 0;
        for (int epoch = 0; epoch < 10; epoch++)
        {
            Assert.Equal(400, sampler.Sample(triplets));
            Assert.All(triplets, triplet => Assert.InRange(triplet.Negative, 400, Items - 1));
            hits += triplets.Count(triplet => triplet.Negative >= 997);
        }

        // 4000 draws; an item is a candidate by chance with a probability of 3 / 600.
        Assert.InRange(hits, 4000 * share * 0.93, 4000 * (share + (1 - share) * 0.015) + 100 * share);
    }

    [Fact]
    public void The_ranking_model_is_trained_by_candidates_and_the_codes_are_not()
    {
        var options = new CigarTrainer.Options { Bits = 8, Dimension = 4, Candidates = 4, CodeEpochs = 2, MaximumEpochs = 2, BatchSize = 64 };
        var any = new CigarTrainer(options with { CandidateShare = 0 }).Train(Blocks.CreateContext(validate: false)).Space;
        var candidates = new CigarTrainer(options with { CandidateShare = 1 }).Train(Blocks.CreateContext(validate: false)).Space;

        Assert.NotEqual(any.GetItemVector(0)[..4].ToArray(), candidates.GetItemVector(0)[..4].ToArray());
        Assert.Equal(any.GetItemVector(0)[4..].ToArray(), candidates.GetItemVector(0)[4..].ToArray());
    }

    [Fact]
    public void Training_the_codes_brings_users_near_their_items()
    {
        var options = new CigarTrainer.Options { Bits = 16, Dimension = 4, Candidates = 12, CodeEpochs = 20, CodeLearningRate = 0.02, MaximumEpochs = 1, BatchSize = 64 };
        var space = new CigarTrainer(options).Train(Blocks.CreateContext(validate: false)).Space;
        var distances = Enumerable.Range(0, Blocks.Users).SelectMany(user => Enumerable.Range(0, Blocks.Items).Select(item =>
            (IsOwn: user / Blocks.Size == item / Blocks.Size, Distance: Enumerable.Range(4, 16).Count(bit => space.GetUserVector(user)[bit] > 0 != space.GetItemVector(item)[bit] > 0)))).ToLookup(pair => pair.IsOwn, pair => pair.Distance);
        Assert.True(distances[true].Average() + 4 < distances[false].Average());
    }
}
