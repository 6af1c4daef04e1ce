using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A batch's way forward and back through a <see cref="FeedForwardNetwork"/>, in parts of a fixed number of rows. The parts need nothing of each other, so that
/// threads may share them as they like; the gradients of the layers are added up in the order of the parts. All between forward and backward lies in
/// buffers that are made once: what libtorch allocates for a large batch comes fresh from the system each time, at the cost of a page fault every 4 KB.
/// The buffers live in the dispose scope of the caller.
/// </summary>
internal sealed class FeedForwardPass
{
    private readonly (Parameter Weights, Parameter Biases)[] _layers;
    private readonly int _partRows;

    // The inputs, then the outputs of each layer: [capacity, size].
    private readonly Tensor[] _values;

    // Of each layer: [parts, outputs, inputs] and [parts, outputs].
    private readonly Tensor[] _weightGradients;
    private readonly Tensor[] _biasGradients;

    /// <summary>Makes the buffers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="capacity">The largest number of rows.</param>
    /// <param name="partRows">The number of rows of a part; the last one may have fewer.</param>
    /// <param name="device">The device to compute on.</param>
    public FeedForwardPass(FeedForwardNetwork network, int capacity, int partRows, Device device)
    {
        _layers = [.. network.Layers];
        _partRows = partRows;
        int parts = (capacity + partRows - 1) / partRows;
        _values = [Create(capacity, _layers[0].Weights.shape[1]), .. _layers.Select(layer => Create(capacity, layer.Biases.shape[0]))];
        _weightGradients = [.. _layers.Select(layer => Create([parts, .. layer.Weights.shape]))];
        _biasGradients = [.. _layers.Select(layer => Create([parts, .. layer.Biases.shape]))];

        Tensor Create(params long[] shape) => empty(shape, device: device);
    }

    /// <summary>Computes the outputs of a part, in the caller's dispose scope: [rows, inputs] -> [rows, outputs].</summary>
    public Tensor Forward(int part, Tensor inputs)
    {
        using var _ = no_grad();
        long rows = inputs.shape[0];
        var values = GetRows(0, part, rows).copy_(inputs);
        for (int n = 0; n < _layers.Length; n++)
        {
            values = GetRows(n + 1, part, rows).copy_(_layers[n].Biases).addmm_(values, _layers[n].Weights.t(), 1, 1);
            if (n < _layers.Length - 1)
            {
                values.relu_();
            }
        }

        return values;
    }

    /// <summary>Computes the gradients by the layers of a part, once after its <see cref="Forward"/>, and those by its inputs, in the caller's dispose scope: [rows, outputs] -> [rows, inputs].</summary>
    public Tensor Backward(int part, Tensor gradients)
    {
        using var _ = no_grad();
        long rows = gradients.shape[0];
        for (int n = _layers.Length - 1; n >= 0; n--)
        {
            var inputs = GetRows(n, part, rows);
            _weightGradients[n][part].addmm_(gradients.t(), inputs, 0, 1);
            _biasGradients[n][part].copy_(gradients.sum(dim: 0));
            gradients = gradients.mm(_layers[n].Weights);
            if (n > 0)
            {
                // Through the ReLU, whose outputs, none of them negative, are not needed any more.
                gradients.mul_(inputs.sign_());
            }
        }

        return gradients;
    }

    /// <summary>Gives the weights and biases their gradients: those of all parts.</summary>
    /// <param name="parts">The number of parts.</param>
    public void SumGradients(int parts)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        for (int n = 0; n < _layers.Length; n++)
        {
            _layers[n].Weights.grad = _weightGradients[n].narrow(0, 0, parts).sum(dim: 0);
            _layers[n].Biases.grad = _biasGradients[n].narrow(0, 0, parts).sum(dim: 0);
        }
    }

    private Tensor GetRows(int layer, int part, long rows) => _values[layer].narrow(0, (long)part * _partRows, rows);
}
