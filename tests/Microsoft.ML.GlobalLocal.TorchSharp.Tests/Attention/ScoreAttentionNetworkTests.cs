using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class ScoreAttentionNetworkTests
{
    private static readonly double[] FixedWeights = [0.5, 0.3, 0.2];

    public ScoreAttentionNetworkTests() => TorchBackend.Start();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_starts_as_the_fixed_weights(bool hasPairFactor)
    {
        using var scope = NewDisposeScope();
        using var network = new ScoreAttentionNetwork(FixedWeights, hiddenUnits: 6, hasPairFactor, seed: 1, CPU);
        var scores = network.forward(tensor([1f, 2, 3, 4, 5, -1, 0, 1, 9, 9], [1, 2, 5])).data<float>().ToArray();
        Assert.Equal(0.5f + 0.6f + 0.6f, scores[0], 1e-5f);
        Assert.Equal(-0.5f + 0.2f, scores[1], 1e-5f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Managed_code_gives_the_scores_of_torch(bool hasPairFactor)
    {
        const float Deviation = 8;
        using var scope = NewDisposeScope();
        using var network = new ScoreAttentionNetwork(FixedWeights, hiddenUnits: 6, hasPairFactor, seed: 1, CPU);
        using (no_grad())
        {
            manual_seed(1);
            foreach (var parameter in network.NetworkParameters)
            {
                parameter.copy_(randn(parameter.shape));
            }
        }

        float[] means = [0, 0, 0, 2.2f, 1.9f];
        float[] deviations = [Deviation, Deviation, Deviation, 0.7f, 0.4f];
        var (managed, biases) = network.Export(means, deviations);
        var weighting = new ScoreWeighting(biases, managed, AttentionExport.GetLogPopularity(Blocks.Train));
        var model = new AttentionModel([Noise("A", 1), Noise("B", 2), Noise("C", 3)], [10, 20, 30], weighting, Blend.Scores, VectorSimilarity.Product);
        var query = model.CreateQuery();
        var scores = new float[Blocks.Items];
        var inputs = new float[5];
        for (int user = 0; user < Blocks.Users; user += 5)
        {
            model.Prepare(query, Blocks.Train, user);
            model.ScoreAll(query, scores);
            for (int item = 0; item < Blocks.Items; item++)
            {
                model.GetScaledScores(query, item, inputs.AsSpan(0, 3));
                inputs[3] = query.LogActivity;
                inputs[4] = weighting.LogPopularity[item];
                var standardised = inputs.Select((input, n) => (input - means[n]) / deviations[n]).ToArray();
                float expected = network.forward(tensor(standardised, [1, 1, 5])).item<float>() * Deviation;
                Assert.Equal(expected, scores[item], 1e-4f * MathF.Max(1, MathF.Abs(expected)));
            }
        }
    }
}
