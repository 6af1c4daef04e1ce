using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Representation learning: a side for users and one for items, whose vectors are multiplied element by element and weighted. A side is a linear layer
/// over sparse rows, and maybe attention and ReLU layers above it.
/// </summary>
internal sealed class ProductPart
{
    private readonly Side _users;
    private readonly Side _items;
    private readonly Parameter _weights;

    /// <summary>Makes a part with random values.</summary>
    public ProductPart(DeepMatchingShape shape, ProductShape options, Random random, Device device)
    {
        _users = new Side(shape.UserRows, options, random, device);
        _items = new Side(shape.ItemRows, options, random, device);

        // All ones is the plain product, from which the weights depart.
        _weights = new Parameter(ones(_users.OutputSize, device: device));
    }

    /// <summary>What is trained.</summary>
    public IEnumerable<Parameter> Parameters => [.. _users.Parameters, .. _items.Parameters, _weights];

    /// <summary>The layers over rows, whose gradients are carried back after the others.</summary>
    public IEnumerable<SparseLayer> Inputs => [_users.Input, _items.Input];

    /// <summary>The users' vectors, times the weights: [B, d].</summary>
    public Tensor RepresentUsers(ReadOnlySpan<int> ids) => _users.Apply(ids) * _weights;

    /// <summary>The items' vectors: [B, d].</summary>
    public Tensor RepresentItems(ReadOnlySpan<int> ids) => _items.Apply(ids);

    private sealed class Side
    {
        private readonly FeedForwardNetwork? _attention;
        private readonly FeedForwardNetwork? _layers;

        public Side(InteractionMatrix rows, ProductShape options, Random random, Device device)
        {
            Input = new SparseLayer(rows, options.Dimension, random, device);
            if (options.Layers.Count > 0)
            {
                _attention = options.Attention ? new FeedForwardNetwork(options.Dimension, [options.Dimension], random, device) : null;
                _layers = new FeedForwardNetwork(options.Attention ? 2 * options.Dimension : options.Dimension, options.Layers, random, device);
            }
        }

        public SparseLayer Input { get; }

        public int OutputSize => _layers?.OutputSize ?? Input.OutputSize;

        public IEnumerable<Parameter> Parameters => [Input.Weights, .. _attention?.Parameters ?? [], .. _layers?.Parameters ?? []];

        public Tensor Apply(ReadOnlySpan<int> ids)
        {
            var vectors = Input.Apply(ids);
            if (_attention is not null)
            {
                vectors = cat([vectors, vectors * nn.functional.softmax(_attention.Apply(vectors), 1)], 1);
            }

            return _layers is null ? vectors : nn.functional.relu(_layers.Apply(vectors));
        }
    }
}
