using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class FeedForwardPassTests
{
    private const int PartRows = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    public void Outputs_and_gradients_are_those_of_automatic_differentiation(int rows)
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        var random = new Random(1);
        var network = new FeedForwardNetwork(3, [5, 4, 2], random, CPU);
        var pass = new FeedForwardPass(network, capacity: 12, PartRows, CPU);

        // Twice, since what a batch leaves in the buffers must not matter to the next one.
        for (int batch = 0; batch < 2; batch++)
        {
            var inputs = FeedForwardNetwork.Draw([rows, 3], bound: 1, random, CPU).requires_grad_();
            var gradients = FeedForwardNetwork.Draw([rows, 2], bound: 1, random, CPU);
            var outputs = network.Apply(inputs);
            var expected = autograd.grad([outputs], [inputs, .. network.Parameters], [gradients]);

            int parts = (rows + PartRows - 1) / PartRows;
            var values = cat([.. Enumerable.Range(0, parts).Select(part => pass.Forward(part, GetPart(inputs.detach(), part)))]);
            var inputGradients = cat([.. Enumerable.Range(0, parts).Select(part => pass.Backward(part, GetPart(gradients, part)))]);
            pass.SumGradients(parts);

            AssertEqual(outputs.detach(), values);
            foreach (var (wanted, actual) in expected.Zip([inputGradients, .. network.Parameters.Select(parameter => parameter.grad!)]))
            {
                AssertEqual(wanted, actual);
            }
        }

        Tensor GetPart(Tensor tensor, int part) => tensor.narrow(0, part * PartRows, Math.Min(PartRows, rows - part * PartRows));
    }

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.All(expected.data<float>().Zip(actual.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
