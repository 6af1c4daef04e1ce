using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The vectors of the nodes, the attention and the layers of <see cref="TdmTrainer"/> in training. It lives in the dispose scope of the caller, but for the optimizer, which it owns.</summary>
internal sealed class TdmNetwork : IDisposable
{
    // Exponents of the attention at the start are products of vectors of about length 1, times this.
    private const float FirstSharpness = 4;
    private const float MaskedExponent = -1e9f;

    private readonly TdmTrainer.Options _options;
    private readonly Device _device;
    private readonly Parameter _vectors;
    private readonly Parameter _attention;
    private readonly Tensor _maskedExponent;
    private readonly FeedForwardNetwork _layers;
    private ItemTree _tree;
    private AdamOptimizer _optimizer;

    /// <summary>Makes a network with random layers.</summary>
    /// <param name="tree">The first tree.</param>
    /// <param name="itemVectors">The first vectors of the items, row after row: [items * dimension].</param>
    /// <param name="options">The options.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    public TdmNetwork(ItemTree tree, float[] itemVectors, TdmTrainer.Options options, Random random, Device device)
    {
        _options = options;
        _device = device;
        _tree = tree;
        _vectors = new Parameter(tensor(tree.AverageNodes(itemVectors, options.Dimension), [tree.NodeCount, options.Dimension], device: device).clone());
        using var sharpness = FirstSharpness.ToScalar();
        _attention = new Parameter(eye(options.Dimension, device: device) * sharpness);
        _maskedExponent = tensor(MaskedExponent, device: device);
        _layers = new FeedForwardNetwork(3 * options.Dimension, [.. options.HiddenLayers, 1], random, device);
        _optimizer = CreateOptimizer();
    }

    /// <summary>The vectors of the items, row after row: [items * dimension].</summary>
    public float[] GetItemVectors() => GetNodeVectors()[..(_tree.ItemCount * _options.Dimension)];

    /// <summary>The vectors of the nodes by their numbers, those of the items first, row after row: [nodes * dimension].</summary>
    public float[] GetNodeVectors() => FeedForwardNetwork.Read(_vectors);

    /// <summary>Takes another tree: an inner node starts with the mean vector of the items under it.</summary>
    public void Replant(ItemTree tree)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            _vectors.copy_(tensor(tree.AverageNodes(GetItemVectors(), _options.Dimension), _vectors.shape, device: _device));
        }

        _tree = tree;
        _optimizer.Dispose();
        _optimizer = CreateOptimizer();
    }

    /// <summary>A step of Adam by the mean log loss of a batch.</summary>
    public void Train(TdmBatches batches)
    {
        using var scope = NewDisposeScope();
        var batch = batches.ToTensors(_device);
        var logits = GetLogits(batch.History, batch.HistoryMask, batch.Nodes);
        _optimizer.ClearGradients();
        nn.functional.binary_cross_entropy_with_logits(logits, batch.Labels, batch.Weights, reduction: nn.Reduction.Sum).div_(batch.Weights.sum()).backward();
        _optimizer.Step();
    }

    /// <summary>The logits of the nodes of a batch, as <see cref="TdmBatches.ToTensors"/> gives it: [B, M].</summary>
    public Tensor GetLogits(Tensor history, Tensor historyMask, Tensor nodes)
    {
        var owned = Select(history);
        var vectors = Select(nodes);
        var mask = historyMask.unsqueeze(1);
        var exponents = where(mask.to(ScalarType.Bool), nn.functional.linear(vectors, _attention).matmul(owned.transpose(1, 2)), _maskedExponent);
        var pooled = (nn.functional.softmax(exponents, -1) * mask).matmul(owned);
        var inputs = cat([pooled, vectors, pooled * vectors], -1);
        return _layers.Apply(inputs.reshape(-1, 3 * _options.Dimension)).reshape(nodes.shape);
    }

    /// <summary>The space of the network as it is now.</summary>
    public TdmSpace Export(string name, SpaceTrainingContext context)
    {
        var vectors = GetNodeVectors();
        int split = _tree.ItemCount * _options.Dimension;
        var items = vectors[..split];
        var folding = new MeanFolding(normalize: false);
        var tables = new SpaceTables(name, _options.Dimension, folding.FoldAll(items, context.Interactions, context.Parallelism), items, folding);
        return new TdmSpace(tables, _tree, vectors[split..], FeedForwardNetwork.Read(_attention), _layers.Export(), _options.Beam);
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private Tensor Select(Tensor ids) => _vectors.index_select(0, ids.reshape(-1)).reshape(ids.shape[0], ids.shape[1], _options.Dimension);

    private AdamOptimizer CreateOptimizer() => new([_vectors, _attention, .. _layers.Parameters], _options.LearningRate, _options.Regularization);
}
