using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The representation network of Fig. 2 in training: a tower for users, a tower for items (i+ and i- share it), a triplet loss, Adam. It
/// lives in the dispose scope of the caller, but for the optimizer, which it owns.
/// </summary>
internal sealed class RepresentationNetwork : IDisposable
{
    private readonly RepresentationNetworkTrainer.Options _options;
    private readonly Device _device;
    private readonly AdamOptimizer _optimizer;
    private readonly Tensor _lossSum;

    /// <summary>Makes a network with random values.</summary>
    public RepresentationNetwork(int userCount, int itemCount, RepresentationNetworkTrainer.Options options, Random random, Device device)
    {
        _options = options;
        _device = device;
        Users = new Tower(userCount, options.EmbeddingDimension, options.HiddenLayers, options.Dimension, random, device);
        Items = new Tower(itemCount, options.EmbeddingDimension, options.HiddenLayers, options.Dimension, random, device);
        _optimizer = new AdamOptimizer(Users.Parameters.Concat(Items.Parameters), options.LearningRate, options.L2Regularization);
        _lossSum = zeros(1, device: device);
    }

    /// <summary>The users' tower.</summary>
    public Tower Users { get; }

    /// <summary>The items' tower.</summary>
    public Tower Items { get; }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    public void Train(TripletBatch batch)
    {
        using var scope = NewDisposeScope();
        var (userIds, itemIds, users, positives, negatives) = batch.ToTensors(_device);
        var userRows = Users.Embeddings.Select(userIds);
        var itemRows = Items.Embeddings.Select(itemIds);
        var userVectors = Users.Represent(userRows).index_select(0, users);
        var itemVectors = Items.Represent(itemRows);
        var positiveVectors = itemVectors.index_select(0, positives);
        var negativeVectors = itemVectors.index_select(0, negatives);
        var losses = _options.Loss == TripletLoss.Product
            ? TripletLosses.Product(userVectors, positiveVectors, negativeVectors, _options.Scale)
            : TripletLosses.Distance(userVectors, positiveVectors, negativeVectors, _options.Margin);
        _optimizer.ClearGradients();
        losses.mean().backward();
        _optimizer.Step();
        Users.Embeddings.Update(userIds, userRows, _options.LearningRate, _options.L2Regularization);
        Items.Embeddings.Update(itemIds, itemRows, _options.LearningRate, _options.L2Regularization);
        _lossSum.Increase(losses.detach().sum());
    }

    /// <summary>The sum of the losses of all triplets since the last call: read once an epoch, since reading waits for the device.</summary>
    public double ReadLoss()
    {
        double loss = _lossSum.item<float>();
        _lossSum.zero_();
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
