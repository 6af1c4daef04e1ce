using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Matching function learning: ReLU layers over a user's and an item's vector behind each other. The first layer is a sum of a user's and an item's share,
/// which are computed once per user and item; attention weighs the units of both vectors together, and adds to that sum.
/// </summary>
internal sealed class PerceptronPart
{
    private readonly SparseLayer _users;
    private readonly SparseLayer _items;
    private readonly FeedForwardNetwork _userShare;
    private readonly FeedForwardNetwork _itemShare;
    private readonly FeedForwardNetwork? _userLogits;
    private readonly FeedForwardNetwork? _itemLogits;
    private readonly FeedForwardNetwork? _attended;
    private readonly FeedForwardNetwork _layers;

    /// <summary>Makes a part with random values.</summary>
    public PerceptronPart(DeepMatchingShape shape, PerceptronShape options, Random random, Device device)
    {
        int dimension = options.Dimension;
        int first = options.Layers[0];
        _users = new SparseLayer(shape.UserRows, dimension, random, device);
        _items = new SparseLayer(shape.ItemRows, dimension, random, device);
        _userShare = new FeedForwardNetwork(dimension, [first], random, device);
        _itemShare = new FeedForwardNetwork(dimension, [first], random, device);
        if (options.Attention)
        {
            _userLogits = new FeedForwardNetwork(dimension, [2 * dimension], random, device);
            _itemLogits = new FeedForwardNetwork(dimension, [2 * dimension], random, device);
            _attended = new FeedForwardNetwork(2 * dimension, [first], random, device);
        }

        _layers = new FeedForwardNetwork(first, [.. options.Layers.Skip(1), 1], random, device);
    }

    /// <summary>What is trained.</summary>
    public IEnumerable<Parameter> Parameters =>
    [
        _users.Weights,
        _items.Weights,
        .. new[] { _userShare, _itemShare, _userLogits, _itemLogits, _attended, _layers }.SelectMany(network => network?.Parameters ?? []),
    ];

    /// <summary>The layers over rows, whose gradients are carried back after the others.</summary>
    public IEnumerable<SparseLayer> Inputs => [_users, _items];

    /// <summary>What a user brings to a pair: its share of the first layer, and with attention its vector and its logits: [B, first layer (+ 3 d)].</summary>
    public Tensor RepresentUsers(ReadOnlySpan<int> ids) => Represent(_users.Apply(ids), _userShare, _userLogits);

    /// <summary>What an item brings to a pair, as <see cref="RepresentUsers"/>.</summary>
    public Tensor RepresentItems(ReadOnlySpan<int> ids) => Represent(_items.Apply(ids), _itemShare, _itemLogits);

    /// <summary>The logits of pairs: [B, first layer (+ 3 d)] twice -> [B].</summary>
    public Tensor Match(Tensor users, Tensor items)
    {
        if (_attended is null)
        {
            return _layers.Apply(nn.functional.relu(users.Plus(items))).squeeze(1);
        }

        int first = _attended.OutputSize;
        int dimension = _users.OutputSize;
        var vectors = cat([users.narrow(1, first, dimension), items.narrow(1, first, dimension)], 1);
        var logits = users.narrow(1, first + dimension, 2 * dimension).Plus(items.narrow(1, first + dimension, 2 * dimension));
        var attended = _attended.Apply(vectors * nn.functional.softmax(logits, 1));
        return _layers.Apply(nn.functional.relu(users.narrow(1, 0, first).Plus(items.narrow(1, 0, first)).Plus(attended))).squeeze(1);
    }

    /// <summary>What managed code evaluates above the first layer.</summary>
    public (DenseNetwork Layers, DenseLayer? Attended) Export() => (_layers.Export(), _attended?.Export().Layers[0]);

    private static Tensor Represent(Tensor vectors, FeedForwardNetwork share, FeedForwardNetwork? logits) =>
        logits is null ? share.Apply(vectors) : cat([share.Apply(vectors), vectors, logits.Apply(vectors)], 1);
}
