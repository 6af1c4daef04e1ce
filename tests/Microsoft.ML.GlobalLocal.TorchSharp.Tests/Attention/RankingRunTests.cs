using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RankingRunTests
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 1 };

    public RankingRunTests() => TorchBackend.Start();

    [Fact]
    public void Held_out_items_that_are_no_candidates_are_compared_with_random_items_alone()
    {
        // The user's own block is the one that the space does not know, so that the candidates are of the other block.
        var space = Informed("A", 1);
        var users = new float[space.UserCount * space.Dimension];
        for (int user = 0; user < space.UserCount; user++)
        {
            users[user * space.Dimension + 1] = 1;
        }

        var other = new VectorSpace("A", space.Dimension, users, [.. Enumerable.Range(0, space.ItemCount).SelectMany(item => space.GetUserVector(item).ToArray())], VectorSimilarity.Product);
        var heldOut = Blocks.HeldOut.Where((user, _) => user < Blocks.Size);
        var lists = RankingLists.Collect([RankingRound.Of([other], Blocks.Train, heldOut)], candidates: 4, seed: 1, maximumLists: 1000, Parallelism);
        Assert.DoesNotContain(Enumerable.Range(0, lists.Count), list => lists.IsPositive.AsSpan(list * lists.Length, lists.CandidateCount).Contains(true));
        using var scope = NewDisposeScope();
        using var run = new RankingRun(new RankingTensors(lists, CPU), lists, [.. Enumerable.Range(0, lists.Count)], [1], new() { LearnsPairFactor = false }, seed: 3, CPU, new ParallelOptions());

        // Without factors there is nothing to learn with one space but the scale: the loss is that of the random items, at .3 of its weight, and falls as
        // the scale does.
        double loss = run.TrainEpoch();
        Assert.InRange(loss, 0.3 * Math.Log(2), 0.3 * 2 * Math.Log(RankingQuality.SampledItems + 1));
        Assert.True(run.TrainEpoch() < loss);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_factor_of_pairs_says_what_no_space_does(bool learnsPairFactor)
    {
        // The held-out items are the popular half, of which the space knows nothing; of those that a user has not, every other one. All scores are positive:
        // what is multiplied with a factor keeps its sign.
        const int Users = 200, Items = 20;
        var train = Make((user, item) => item < Items / 2 ? (user + item) % 5 > 1 : (user + item) % 5 == 1);
        var heldOut = Make((user, item) => item < Items / 2 && (user + item) % 5 == 0);
        var random = new Random(2);
        var space = new VectorSpace("A", 4, Numbers(4 * Users), Numbers(4 * Items), VectorSimilarity.Product);
        var lists = RankingLists.Collect([RankingRound.Of([space], train, heldOut)], candidates: 12, seed: 1, maximumLists: 1000, Parallelism);
        using var scope = NewDisposeScope();
        var tensors = new RankingTensors(lists, CPU);
        using var run = new RankingRun(tensors, lists, [.. Enumerable.Range(0, lists.Count)], [1], new() { LearnsPairFactor = learnsPairFactor, BatchLists = 20 }, seed: 3, CPU, Parallelism);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            run.TrainEpoch();
        }

        var scores = run.Network.forward(tensors.Select([.. Enumerable.Range(0, lists.Count)]).Inputs).data<float>().ToArray();
        double hits = Enumerable.Range(0, lists.Count).Average(list => lists.Judge(list, scores.AsSpan(list * lists.Length, lists.Length), 2).Top);
        if (learnsPairFactor)
        {
            Assert.True(hits > 0.45, $"{hits}");
        }
        else
        {
            Assert.True(hits < 0.3, $"{hits}");
        }

        InteractionMatrix Make(Func<int, int, bool> isThere)
        {
            var pairs = Enumerable.Range(0, Users).SelectMany(user => Enumerable.Range(0, Items).Where(item => isThere(user, item)).Select(item => (User: user, Item: item))).ToArray();
            return InteractionMatrix.FromPairs(pairs.Select(pair => pair.User).ToArray(), pairs.Select(pair => pair.Item).ToArray(), Users, Items);
        }

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    [Fact]
    public void SameSeedGivesTheSameNetwork_WhateverTheThreads()
    {
        // Large enough that libtorch splits its loops among threads.
        var random = new Random(1);
        var rounds = Enumerable.Range(0, 40).Select(_ => RankingRound.Of([Informed("A", random.Next(2)), Noise("B", random.Next()), Noise("C", random.Next())], Blocks.Train, Blocks.HeldOut)).ToArray();
        var lists = RankingLists.Collect(rounds, candidates: 20, seed: 1, maximumLists: 1000, Parallelism);
        var one = Train(threads: 1);
        Assert.Equal(one, Train(threads: 2));
        Assert.Equal(one, Train(threads: 1));

        float[] Train(int threads)
        {
            set_num_threads(threads);
            using var scope = NewDisposeScope();
            using var run = new RankingRun(new RankingTensors(lists, CPU), lists, [.. Enumerable.Range(0, lists.Count)], [1, 0, 0], new() { BatchLists = 512 }, seed: 3, CPU, new ParallelOptions { MaxDegreeOfParallelism = threads });
            double first = run.TrainEpoch();
            Assert.True(run.TrainEpoch() < first);
            return [.. run.Network.NetworkParameters.SelectMany(parameter => parameter.data<float>().ToArray())];
        }
    }
}
