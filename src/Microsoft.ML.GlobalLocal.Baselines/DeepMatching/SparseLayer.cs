using System.Numerics.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A linear layer over a sparse row of ones per user or item, such as its row of the interaction matrix, or the one-hot row of its id: the sum of an embedding
/// per one of the row, divided by the square root of their number. The embeddings lie in the memory of the CPU, whatever the device, and managed code sums them
/// up and carries the gradients back to them, since libtorch takes a call for each. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class SparseLayer
{
    private readonly InteractionMatrix _rows;
    private readonly Device _device;
    private readonly Tensor _gradients;
    private int[] _ids = [];
    private Tensor? _outputs;

    /// <summary>Makes a layer with random values.</summary>
    /// <param name="rows">The rows; their columns are the layer's inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="random">The source of the values.</param>
    /// <param name="device">The device of the outputs.</param>
    public SparseLayer(InteractionMatrix rows, int outputs, Random random, Device device)
    {
        _rows = rows;
        _device = device;
        OutputSize = outputs;
        Weights = new Parameter(FeedForwardNetwork.Draw([rows.ItemCount, outputs], 1 / Math.Sqrt(outputs), random, CPU));
        _gradients = zeros(rows.ItemCount, outputs);
    }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>The embeddings, on the CPU: [inputs, outputs].</summary>
    public Parameter Weights { get; }

    /// <summary>The one-hot rows of ids.</summary>
    public static InteractionMatrix CreateOneHotRows(int count) =>
        InteractionMatrix.FromRows([.. Enumerable.Range(0, count + 1)], [.. Enumerable.Range(0, count)], count);

    /// <summary>The outputs of some rows: [B, outputs].</summary>
    /// <param name="ids">The numbers of the rows.</param>
    public Tensor Apply(ReadOnlySpan<int> ids)
    {
        var outputs = zeros(ids.Length, OutputSize);
        var sums = outputs.GetValues();
        var weights = Weights.GetValues();
        for (int n = 0; n < ids.Length; n++)
        {
            var sum = sums.Slice(n * OutputSize, OutputSize);
            foreach (int unit in _rows.GetItems(ids[n]))
            {
                TensorPrimitives.Add(sum, weights.Slice(unit * OutputSize, OutputSize), sum);
            }

            TensorPrimitives.Multiply(sum, GetScale(ids[n]), sum);
        }

        if (is_grad_enabled())
        {
            _ids = ids.ToArray();
            _outputs = outputs.requires_grad_();
        }

        return outputs.to(_device);
    }

    /// <summary>Gives the embeddings their gradients, after those of what was applied last have been computed.</summary>
    public void CarryBack()
    {
        using var outputGradients = _outputs!.grad!;
        var slopes = outputGradients.contiguous().GetValues();
        var sums = _gradients.GetValues();
        sums.Clear();
        for (int n = 0; n < _ids.Length; n++)
        {
            var slope = slopes.Slice(n * OutputSize, OutputSize);
            TensorPrimitives.Multiply(slope, GetScale(_ids[n]), slope);
            foreach (int unit in _rows.GetItems(_ids[n]))
            {
                var sum = sums.Slice(unit * OutputSize, OutputSize);
                TensorPrimitives.Add(sum, slope, sum);
            }
        }

        Weights.grad = _gradients;
        _outputs = null;
    }

    private float GetScale(int id)
    {
        int count = _rows.GetCount(id);
        return count == 0 ? 0 : 1 / MathF.Sqrt(count);
    }
}
