using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RankingRunTests
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 1 };

    public RankingRunTests() => TorchBackend.Start();

    [Fact]
    public void HeldOutItemsThatAreNoCandidatesAreComparedWithRandomItemsAlone()
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
        using var run = new RankingRun(new RankingTensors(lists, CPU), lists, [.. Enumerable.Range(0, lists.Count)], [1], new(), seed: 3, CPU, new ParallelOptions());

        // With one space there is nothing to learn but the scale: the loss is that of the random items, at .3 of its weight, and falls as the scale does.
        double loss = run.TrainEpoch();
        Assert.InRange(loss, 0.3 * Math.Log(2), 0.3 * 2 * Math.Log(RankingQuality.SampledItems + 1));
        Assert.True(run.TrainEpoch() < loss);
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
