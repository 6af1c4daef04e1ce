using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A small feed-forward network with ReLU between its layers, for prediction: trained elsewhere, evaluated here by managed code. Immutable
/// and thread-safe.
/// </summary>
internal sealed class DenseNetwork
{
    private readonly DenseLayer[] _layers;

    /// <summary>Makes the network of its layers, the first one first.</summary>
    public DenseNetwork(params DenseLayer[] layers)
    {
        for (int n = 1; n < layers.Length; n++)
        {
            if (layers[n].InputSize != layers[n - 1].OutputSize)
            {
                throw new ArgumentException($"Layer {n} takes {layers[n].InputSize} inputs, but layer {n - 1} gives {layers[n - 1].OutputSize}.", nameof(layers));
            }
        }

        _layers = layers;
        LargestSize = layers.Max(layer => Math.Max(layer.InputSize, layer.OutputSize));
    }

    public ReadOnlySpan<DenseLayer> Layers => _layers;

    public int InputSize => _layers[0].InputSize;

    public int OutputSize => _layers[^1].OutputSize;

    /// <summary>The largest number of values between two layers: the buffer of <see cref="Apply"/> holds twice as many columns.</summary>
    public int LargestSize { get; }

    /// <summary>Evaluates the network for a block of inputs, stored input after input: value v of column c is at [v * block + c].</summary>
    /// <param name="inputs">[InputSize * block].</param>
    /// <param name="block">The number of columns.</param>
    /// <param name="outputs">Receives [OutputSize * block].</param>
    /// <param name="buffer">Scratch space of 2 * LargestSize * block.</param>
    public void Apply(ReadOnlySpan<float> inputs, int block, Span<float> outputs, Span<float> buffer)
    {
        var source = inputs;
        for (int n = 0; n < _layers.Length; n++)
        {
            bool last = n == _layers.Length - 1;
            var target = last ? outputs : buffer.Slice(n % 2 * LargestSize * block, LargestSize * block);
            _layers[n].Apply(source, block, target);
            if (!last)
            {
                var values = target[..(_layers[n].OutputSize * block)];
                TensorPrimitives.Max(values, 0f, values);
                source = values;
            }
        }
    }
}
