using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A vector per user and item, learned by the pairwise log loss -ln sigmoid(s(u, i+) - s(u, i-)), Adam. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class PairwiseFactors
{
    private readonly EmbeddingTable _users;
    private readonly EmbeddingTable _items;
    private readonly Device _device;

    /// <summary>Makes vectors of random values.</summary>
    public PairwiseFactors(int userCount, int itemCount, int dimension, Random random, Device device)
    {
        _users = EmbeddingTable.Draw(userCount, dimension, random);
        _items = EmbeddingTable.Draw(itemCount, dimension, random);
        _device = device;
    }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    /// <param name="batch">The triplets.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The L2 regularisation.</param>
    /// <param name="squash">What a vector becomes before the product; default: itself.</param>
    public void Train(TripletBatch batch, double learningRate, double regularization, Func<Tensor, Tensor>? squash = null)
    {
        using var scope = NewDisposeScope();
        var (users, positives, negatives) = batch.ToTensors(_device);
        var userRows = _users.Select(batch.UserIds).to(_device).requires_grad_();
        var itemRows = _items.Select(batch.ItemIds).to(_device).requires_grad_();
        var userVectors = (squash is null ? userRows : squash(userRows)).index_select(0, users);
        var itemVectors = squash is null ? itemRows : squash(itemRows);
        var differences = (userVectors * (itemVectors.index_select(0, positives) - itemVectors.index_select(0, negatives))).sum(1);
        nn.functional.logsigmoid(differences).mean().neg().backward();
        _users.Update(batch.UserIds, userRows, learningRate, regularization);
        _items.Update(batch.ItemIds, itemRows, learningRate, regularization);
    }

    /// <summary>The users' vectors, row after row.</summary>
    public float[] ExportUsers() => _users.ToArray();

    /// <summary>The items' vectors, row after row.</summary>
    public float[] ExportItems() => _items.ToArray();
}
