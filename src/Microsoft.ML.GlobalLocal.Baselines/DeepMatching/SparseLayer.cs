using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A linear layer over sparse rows, which is the sum of an embedding per one of the row, times the row's scale. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class SparseLayer
{
    /// <summary>Makes a layer with random values.</summary>
    public SparseLayer(int inputs, int outputs, Random random, Device device)
    {
        OutputSize = outputs;
        Weights = new Parameter(FeedForwardNetwork.Draw([inputs, outputs], 1 / Math.Sqrt(outputs), random, device));
    }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>The embeddings: [inputs, outputs].</summary>
    public Parameter Weights { get; }

    /// <summary>The outputs: [B, outputs].</summary>
    public Tensor Apply(SparseRows rows)
    {
        var sums = zeros([rows.Scales.shape[0], OutputSize], device: Weights.device);
        using var one = 1.ToScalar();
        return sums.index_add(0, rows.Bags, Weights.index_select(0, rows.Units), one) * rows.Scales;
    }
}
