using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A network in training that gives the logit of a user having an item: the sum of weighted products of their vectors and of a perceptron over both. Log
/// loss, Adam. It lives in the dispose scope of the caller, but for the optimizer, which it owns.
/// </summary>
internal sealed class DeepMatchingNetwork : IDisposable
{
    private const int BlockSize = 4096;

    private readonly DeepMatchingShape _shape;
    private readonly Device _device;
    private readonly ProductPart[] _products;
    private readonly PerceptronPart? _perceptron;
    private readonly SparseLayer[] _inputs;
    private readonly Parameter _bias;
    private readonly AdamOptimizer _optimizer;
    private readonly Tensor _lossSum;

    /// <summary>Makes a network with random values.</summary>
    public DeepMatchingNetwork(DeepMatchingShape shape, double learningRate, double regularization, Random random, Device device)
    {
        _shape = shape;
        _device = device;
        _products = [.. shape.Products.Select(product => new ProductPart(shape, product, random, device))];
        _perceptron = shape.Perceptron is null ? null : new PerceptronPart(shape, shape.Perceptron, random, device);
        _inputs = [.. _products.SelectMany(part => part.Inputs), .. _perceptron?.Inputs ?? []];
        _bias = new Parameter(zeros(1, device: device));
        _optimizer = new AdamOptimizer([.. _products.SelectMany(part => part.Parameters), .. _perceptron?.Parameters ?? [], _bias], learningRate, regularization);
        _lossSum = zeros(1, device: device);
    }

    /// <summary>A step of Adam by the mean log loss of a batch.</summary>
    public void Train(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        var logits = ComputeLogits(batch, out var labels);
        var loss = nn.functional.binary_cross_entropy_with_logits(logits, labels);
        _optimizer.ClearGradients();
        loss.backward();
        foreach (var input in _inputs)
        {
            input.CarryBack();
        }

        _optimizer.Step();
        using var count = labels.numel().ToScalar();
        _lossSum.add_(loss.detach(), count);
    }

    /// <summary>The logits of the pairs of a batch: [B], and their labels.</summary>
    public Tensor ComputeLogits(LabelledBatch batch, out Tensor labels)
    {
        (var users, var items, labels) = batch.ToTensors(_device);
        Tensor logits = _bias;
        foreach (var part in _products)
        {
            logits = logits.Plus((part.RepresentUsers(batch.UserIds).index_select(0, users) * part.RepresentItems(batch.ItemIds).index_select(0, items)).sum(1));
        }

        if (_perceptron is not null)
        {
            logits = logits.Plus(_perceptron.Match(_perceptron.RepresentUsers(batch.UserIds).index_select(0, users), _perceptron.RepresentItems(batch.ItemIds).index_select(0, items)));
        }

        return logits;
    }

    /// <summary>The bias of all logits, which changes no ranking and which scores therefore lack.</summary>
    public double ReadBias() => _bias.item<float>();

    /// <summary>The sum of the losses of all pairs since the last call: read once an epoch, since reading waits for the device.</summary>
    public double ReadLoss()
    {
        double loss = _lossSum.item<float>();
        _lossSum.zero_();
        return loss;
    }

    /// <summary>What managed code scores pairs of exported vectors by.</summary>
    public MatchingScorer ExportScorer()
    {
        int products = _shape.Products.Sum(product => product.Layers.Count > 0 ? product.Layers[^1] : product.Dimension);
        if (_perceptron is null)
        {
            return new MatchingScorer(products, layers: null, attended: null);
        }

        var (layers, attended) = _perceptron.Export();
        return new MatchingScorer(products, layers, attended);
    }

    /// <summary>The users' sides of all pairs, row after row, as <see cref="MatchingScorer"/> reads them.</summary>
    public float[] ExportUsers() => Export(_shape.UserRows.UserCount, ids => [.. _products.Select(part => part.RepresentUsers(ids)), .. _perceptron is null ? (Tensor[])[] : [_perceptron.RepresentUsers(ids)]]);

    /// <summary>The items' sides of all pairs, row after row, as <see cref="MatchingScorer"/> reads them.</summary>
    public float[] ExportItems() => Export(_shape.ItemRows.UserCount, ids => [.. _products.Select(part => part.RepresentItems(ids)), .. _perceptron is null ? (Tensor[])[] : [_perceptron.RepresentItems(ids)]]);

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private float[] Export(int count, Func<int[], IList<Tensor>> represent)
    {
        using var _ = no_grad();
        float[] table = [];
        for (int start = 0; start < count; start += BlockSize)
        {
            using var scope = NewDisposeScope();
            int[] ids = [.. Enumerable.Range(start, Math.Min(BlockSize, count - start))];
            var block = cat(represent(ids), 1).cpu();
            int length = (int)block.shape[1];
            table = start == 0 ? VectorTable.Create(count, length) : table;
            block.data<float>().CopyTo(table.AsSpan(start * length, ids.Length * length));
        }

        return table;
    }
}
