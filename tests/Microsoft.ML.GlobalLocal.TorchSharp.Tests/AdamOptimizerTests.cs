using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class AdamOptimizerTests
{
    public AdamOptimizerTests() => TorchBackend.Start();

    [Theory]
    [InlineData(0, 512)]
    [InlineData(0.01, 512)]
    [InlineData(0.01, 4096)]
    public void Steps_of_whole_tensors_are_those_of_adam(double regularization, int batchSize)
    {
        float[] start = [0.5f, -1, 2, 0.25f];
        var (expected, actual, unused) = TakeAdamSteps(start, regularization, AdamDecay.OfBatch(batchSize));
        Assert.Equal(expected, actual);
        Assert.Equal(start, unused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Steps_of_large_tensors_are_those_of_adam(double regularization)
    {
        var random = new Random(1);
        float[] start = [.. Enumerable.Range(0, 100_003).Select(_ => (float)(4 * random.NextDouble() - 2))];
        var (expected, actual, unused) = TakeAdamSteps(start, regularization, AdamDecay.Usual);
        Assert.All(actual, (value, n) => Assert.Equal(expected[n], value, 1e-5f));
        Assert.Equal(start, unused);
    }

    // Few values go through libtorch, many through managed code.
    [Theory]
    [InlineData(3)]
    [InlineData(70_000)]
    public void A_weight_without_a_gradient_shrinks_to_zero_and_does_not_stay_subnormal(int count)
    {
        using var scope = NewDisposeScope();
        var weights = new Parameter(full(count, 0.01));
        using var optimizer = new AdamOptimizer([weights], learningRate: 0.1, regularization: 1e-7);
        for (int step = 0; step < 2048; step++)
        {
            weights.grad = zeros(count);
            optimizer.Step();
        }

        Assert.All(FeedForwardNetwork.Read(weights), weight => Assert.Equal(0, weight));
    }

    /// <summary>Three steps of torch's Adam, ours of the same, and ours of what has no gradient.</summary>
    private static (float[] Expected, float[] Actual, float[] Unused) TakeAdamSteps(float[] start, double regularization, AdamDecay decay)
    {
        using var scope = NewDisposeScope();
        var expected = new Parameter(tensor(start));
        var actual = new Parameter(tensor(start));
        var unused = new Parameter(tensor(start));
        using var adam = optim.Adam([expected], lr: 0.1, beta1: decay.Mean, beta2: decay.Variance, weight_decay: regularization);
        using var optimizer = new AdamOptimizer([actual, unused], 0.1, regularization, decay);
        for (int step = 0; step < 3; step++)
        {
            adam.zero_grad();
            expected.pow(3).sum().backward();
            adam.step();
            optimizer.ClearGradients();
            actual.pow(3).sum().backward();
            optimizer.Step();
        }

        return (FeedForwardNetwork.Read(expected), FeedForwardNetwork.Read(actual), FeedForwardNetwork.Read(unused));
    }
}
