using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The vectors, keys and memory of <see cref="LrmlTrainer"/> in training. It lives in the dispose scope of the caller, but for the optimizer, which it owns.</summary>
internal sealed class LrmlNetwork : IDisposable
{
    private readonly LrmlTrainer.Options _options;
    private readonly Device _device;
    private readonly EmbeddingTable _users;
    private readonly EmbeddingTable _items;
    private readonly Parameter _keys;
    private readonly Parameter _memories;
    private readonly AdamOptimizer _optimizer;

    /// <summary>Makes a network with random values.</summary>
    public LrmlNetwork(int userCount, int itemCount, LrmlTrainer.Options options, Random random, Device device)
    {
        _options = options;
        _device = device;
        double bound = 1 / Math.Sqrt(options.Dimension);
        _users = EmbeddingTable.Draw(userCount, options.Dimension, random);
        _items = EmbeddingTable.Draw(itemCount, options.Dimension, random);
        _keys = new Parameter(FeedForwardNetwork.Draw([options.Memories, options.Dimension], 1, random, device));
        _memories = new Parameter(FeedForwardNetwork.Draw([options.Memories, options.Dimension], bound, random, device));
        _optimizer = new AdamOptimizer([_keys, _memories], options.LearningRate);
    }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    public void Train(TripletBatch batch)
    {
        using var scope = NewDisposeScope();
        var (users, positives, negatives) = batch.ToTensors(_device);
        var userRows = _users.Select(batch.UserIds).to(_device).requires_grad_();
        var itemRows = _items.Select(batch.ItemIds).to(_device).requires_grad_();
        var losses = GetLosses(userRows.index_select(0, users), itemRows.index_select(0, positives), itemRows.index_select(0, negatives));
        _optimizer.ClearGradients();
        losses.mean().backward();
        _optimizer.Step();
        _users.Update(batch.UserIds, userRows, _options.LearningRate, regularization: 0);
        _items.Update(batch.ItemIds, itemRows, _options.LearningRate, regularization: 0);
        _users.ClipNorms(batch.UserIds, maximumNorm: 1);
        _items.ClipNorms(batch.ItemIds, maximumNorm: 1);
    }

    /// <summary>The losses of triplets of vectors, with the relation of the positive pair in both distances: [B, d] each -> [B].</summary>
    public Tensor GetLosses(Tensor users, Tensor positives, Tensor negatives)
    {
        var attention = nn.functional.softmax((users * positives).matmul(_keys.t()), -1);
        var translated = users.Plus(attention.matmul(_memories));
        return TripletLosses.Distance(translated, positives, negatives, _options.Margin);
    }

    /// <summary>The space of the network as it is now.</summary>
    public LrmlSpace Export(string name) => new(
        new SpaceTables(name, _options.Dimension, _users.ToArray(), _items.ToArray()),
        FeedForwardNetwork.Read(_keys),
        FeedForwardNetwork.Read(_memories));

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
