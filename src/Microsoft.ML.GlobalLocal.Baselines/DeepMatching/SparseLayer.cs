using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A linear layer over sparse rows, which is the sum of an embedding per one of the row, times the row's scale. It lives in the dispose scope of the
/// caller, but for its module, which it owns.
/// </summary>
internal sealed class SparseLayer : IDisposable
{
    private readonly EmbeddingBag _bag;

    /// <summary>Makes a layer with random values.</summary>
    public SparseLayer(int inputs, int outputs, Random random, Device device)
    {
        OutputSize = outputs;
        _bag = nn.EmbeddingBag_from_pretrained(FeedForwardNetwork.Draw([inputs, outputs], 1 / Math.Sqrt(outputs), random, device), freeze: false, mode: EmbeddingBagMode.Sum);
    }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>What is trained.</summary>
    public IEnumerable<Parameter> Parameters => _bag.parameters();

    /// <summary>The outputs: [B, outputs].</summary>
    public Tensor Apply(SparseRows rows) => _bag.call(rows.Units, rows.Offsets) * rows.Scales;

    /// <inheritdoc/>
    public void Dispose() => _bag.Dispose();
}
