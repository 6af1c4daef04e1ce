namespace Microsoft.ML.GlobalLocal.Tests;

public class DenseLayerTests
{
    // Outputs by two and a single one, in registers and not, and a column alone.
    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(5, 2, 32)]
    [InlineData(3, 5, 96)]
    [InlineData(4, 4, 64)]
    [InlineData(3, 5, 33)]
    [InlineData(3, 5, 1)]
    public void Every_output_is_the_weighted_sum_of_its_columns_inputs(int inputSize, int outputSize, int block)
    {
        var random = new Random(1);
        var layer = new DenseLayer(inputSize, Draw(inputSize * outputSize), Draw(outputSize));
        var inputs = Draw(inputSize * block);
        var outputs = new float[outputSize * block];

        layer.Apply(inputs, block, outputs);

        Assert.All(outputs, (value, n) =>
        {
            var (output, column) = (n / block, n % block);
            double sum = layer.Biases[output] + Enumerable.Range(0, inputSize).Sum(input => (double)layer.Weights[output * inputSize + input] * inputs[input * block + column]);
            Assert.Equal(sum, value, 1e-5);
        });

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }
}
