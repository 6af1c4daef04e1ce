using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The vectors, biases and layers of <see cref="DeepIcfTrainer"/> in training. It lives in the dispose scope of the caller, but for the optimizer, which it owns.</summary>
internal sealed class DeepIcfNetwork : IDisposable
{
    private readonly DeepIcfTrainer.Options _options;
    private readonly Device _device;
    private readonly Parameter _histories;
    private readonly Parameter _targets;
    private readonly Parameter _biases;
    private readonly FeedForwardNetwork _layers;
    private readonly AdamOptimizer _optimizer;

    /// <summary>Makes a network with random values.</summary>
    public DeepIcfNetwork(int itemCount, DeepIcfTrainer.Options options, Random random, Device device)
    {
        _options = options;
        _device = device;
        double bound = 1 / Math.Sqrt(options.Dimension);
        _histories = new Parameter(FeedForwardNetwork.Draw([itemCount, options.Dimension], bound, random, device));
        _targets = new Parameter(FeedForwardNetwork.Draw([itemCount, options.Dimension], bound, random, device));
        _biases = new Parameter(zeros(itemCount, 1, device: device));
        _layers = new FeedForwardNetwork(options.Dimension, [.. options.HiddenLayers, 1], random, device);
        _optimizer = new AdamOptimizer([_histories, _targets, _biases, .. _layers.Parameters], options.LearningRate, options.Regularization);
    }

    /// <summary>A step of Adam by the mean log loss of a batch.</summary>
    /// <param name="batches">Their current batch.</param>
    /// <param name="isPretraining">Whether the layers are left out.</param>
    public void Train(DeepIcfBatches batches, bool isPretraining)
    {
        using var scope = NewDisposeScope();
        var batch = batches.ToTensors(_device);
        var logits = GetLogits(batches.UserCount, batch.History, batch.HistoryPlaces, batch.Places, batch.Items, batch.Labels, batch.Scales, isPretraining);
        _optimizer.ClearGradients();
        nn.functional.binary_cross_entropy_with_logits(logits, batch.Labels).backward();
        _optimizer.Step();
    }

    /// <summary>The logits of the pairs of a batch, as <see cref="DeepIcfBatches.ToTensors"/> gives it: [B, 1].</summary>
    public Tensor GetLogits(int userCount, Tensor history, Tensor historyPlaces, Tensor places, Tensor items, Tensor labels, Tensor scales, bool isPretraining)
    {
        using var one = 1.ToScalar();

        // A pair of label 1 is of an item that is in the user's history, where it would tell that it is there.
        var histories = zeros(userCount, _options.Dimension, device: _device).index_add(0, historyPlaces, _histories.index_select(0, history), one);
        var sums = histories.index_select(0, places);
        var others = (sums - labels * _histories.index_select(0, items)) * scales;
        var products = others * _targets.index_select(0, items);
        return (isPretraining ? products.sum(-1, keepdim: true) : _layers.Apply(products)).Plus(_biases.index_select(0, items));
    }

    /// <summary>The space of the network as it is now.</summary>
    public DeepIcfSpace Export(string name, SpaceTrainingContext context)
    {
        var histories = FeedForwardNetwork.Read(_histories);
        var ones = new float[context.Interactions.ItemCount];
        ones.AsSpan().Fill(1);
        var folding = new WeightedSumFolding(ones, -_options.HistoryExponent);
        var users = folding.FoldAll(histories, context.Interactions, context.Parallelism);
        var tables = new SpaceTables(name, _options.Dimension, users, histories, folding);
        return new DeepIcfSpace(tables, FeedForwardNetwork.Read(_targets), FeedForwardNetwork.Read(_biases), _layers.Export());
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
