using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RankingTensorsTests
{
    public RankingTensorsTests() => TorchBackend.Start();

    [Fact]
    public void ScoresComeInTheSameRange_HoweverFarTheBestItemsStandOut()
    {
        var round = RankingRound.Of([Informed("A", 1), Noise("B", 2)], Blocks.Train, Blocks.HeldOut);
        var inputs = GetInputs(round);
        var stretched = GetInputs(round with { Scales = [.. round.Scales.Select(scale => 40 * scale)] });
        Assert.Equal(inputs.Length, stretched.Length);
        Assert.All(inputs.Zip(stretched), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        // Of the four inputs of a place the first two are scores; where there is no item they are anything.
        Assert.Equal(1 / 3.0, Math.Sqrt(inputs.Average(input => input * input)), 1e-4);
    }

    private static float[] GetInputs(RankingRound round)
    {
        using var scope = NewDisposeScope();
        var lists = RankingLists.Collect([round], candidates: 20, seed: 1, maximumLists: 1000, new ParallelOptions());
        var inputs = new RankingTensors(lists, CPU).Select([.. Enumerable.Range(0, lists.Count)]).Inputs.data<float>().ToArray();
        return [.. inputs.Where((_, n) => n % 4 < 2 && lists.IsValid[n / 4])];
    }
}
