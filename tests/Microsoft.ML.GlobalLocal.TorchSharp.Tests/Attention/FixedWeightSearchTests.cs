using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class FixedWeightSearchTests
{
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 1 };

    [Fact]
    public void TheSpaceThatKnowsIsFound_AndUselessOnesAreTurnedOff()
    {
        var (weights, qualities) = Search(Noise("A", 1), Informed("B"), Noise("C", 2));
        Assert.Equal([0, 1, 0], weights);
        Assert.Equal(Blocks.Users, qualities.Length);
        Assert.All(qualities, quality => Assert.Equal(1, quality.Top, 1e-9));
    }

    [Fact]
    public void Spaces_that_know_different_users_are_blended()
    {
        var (weights, qualities) = Search(Informed("A", 0), Noise("B", 1), Informed("C", 1));
        Assert.True(weights[0] > 0 && weights[2] > 0, string.Join(", ", weights));
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.Equal(1, RankingQuality.Average(qualities).Top, 1e-9);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeights_WhateverTheNumberOfThreads()
    {
        var lists = Collect(Informed("A", 0), Noise("B", 1), Informed("C", 1));
        var (one, _) = FixedWeightSearch.Search(lists, 2, seed: 3, Parallelism);
        var (many, _) = FixedWeightSearch.Search(lists, 2, seed: 3, new ParallelOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one, many);
    }

    [Fact]
    public void TheQualitiesAreThoseOfTheWeights_OverAllLists()
    {
        var lists = Collect(Informed("A", 0), Informed("B", 1));
        var (weights, qualities) = FixedWeightSearch.Search(lists, 2, seed: 1, Parallelism);
        for (int list = 0; list < lists.Count; list++)
        {
            var scores = Enumerable.Range(list * lists.Length, lists.Length)
                .Select(place => (float)(weights[0] * lists.Scores[2 * place] + weights[1] * lists.Scores[2 * place + 1])).ToArray();
            Assert.Equal(lists.Judge(list, scores, 2), qualities[list]);
        }
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        var lists = Collect(Informed("A"));
        var cancelled = new ParallelOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => FixedWeightSearch.Search(lists, 2, seed: 1, cancelled));
    }

    private static (double[] Weights, RankingQuality[] Qualities) Search(params RepresentationSpace[] spaces) =>
        FixedWeightSearch.Search(Collect(spaces), topN: 2, seed: 1, Parallelism);

    private static RankingLists Collect(params RepresentationSpace[] spaces) =>
        RankingLists.Collect([RankingRound.Of(spaces, Blocks.Train, Blocks.HeldOut)], candidates: 20, seed: 1, maximumLists: 1000, Parallelism);
}
