using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RankingRunTests
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 1 };

    public RankingRunTests() => TorchBackend.Start();

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
            using var run = new RankingRun(new RankingTensors(lists, CPU), [.. Enumerable.Range(0, lists.Count)], lists.SampleStart, [1, 0, 0], new() { BatchLists = 512 }, seed: 3, CPU);
            double first = run.TrainEpoch(default);
            Assert.True(run.TrainEpoch(default) < first);
            return [.. run.Network.NetworkParameters.SelectMany(parameter => parameter.data<float>().ToArray())];
        }
    }
}
