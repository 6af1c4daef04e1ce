using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Layers with ReLU between them, in training; <see cref="Export"/> makes what managed code evaluates. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class FeedForwardNetwork
{
    private readonly int _inputSize;
    private readonly (Parameter Weights, Parameter Biases)[] _layers;

    /// <summary>Makes a network with random values.</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="layerSizes">The number of outputs of each layer, the first one first.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    public FeedForwardNetwork(int inputSize, IReadOnlyList<int> layerSizes, Random random, Device device)
    {
        _inputSize = inputSize;
        _layers = new (Parameter, Parameter)[layerSizes.Count];
        for (int n = 0; n < _layers.Length; n++)
        {
            int inputs = n == 0 ? inputSize : layerSizes[n - 1];
            double bound = 1 / Math.Sqrt(inputs);
            _layers[n] = (new Parameter(Draw([layerSizes[n], inputs], bound, random, device)), new Parameter(Draw([layerSizes[n]], bound, random, device)));
        }
    }

    /// <summary>The number of outputs.</summary>
    public int OutputSize => (int)_layers[^1].Biases.shape[0];

    /// <summary>The layers, the first one first: weights [outputs, inputs] and biases [outputs].</summary>
    public IReadOnlyList<(Parameter Weights, Parameter Biases)> Layers => _layers;

    /// <summary>The weights and biases of the layers.</summary>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => new[] { layer.Weights, layer.Biases });

    /// <summary>Random values, uniform in [-bound, bound].</summary>
    public static Tensor Draw(long[] shape, double bound, Random random, Device device)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        Draw(values, bound, random);

        // TorchSharp's tensor shares the array, which lies anywhere; a clone is aligned, and only then is a sum's last bit always the same.
        return tensor(values, shape, device: device).clone();
    }

    /// <summary>Fills an array with random values, uniform in [-bound, bound].</summary>
    public static void Draw(float[] values, double bound, Random random)
    {
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)((2 * random.NextDouble() - 1) * bound);
        }
    }

    /// <summary>The outputs: [B, inputs] -> [B, outputs].</summary>
    public Tensor Apply(Tensor inputs)
    {
        var values = inputs;
        for (int n = 0; n < _layers.Length; n++)
        {
            values = nn.functional.linear(n == 0 ? values : nn.functional.relu(values), _layers[n].Weights, _layers[n].Biases);
        }

        return values;
    }

    /// <summary>The network for prediction.</summary>
    public DenseNetwork Export() => new([.. _layers.Select((layer, n) =>
        new DenseLayer(n == 0 ? _inputSize : (int)_layers[n - 1].Biases.shape[0], Read(layer.Weights), Read(layer.Biases)))]);

    /// <summary>The values of a tensor of any device.</summary>
    public static float[] Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().data<float>().ToArray();
    }
}
