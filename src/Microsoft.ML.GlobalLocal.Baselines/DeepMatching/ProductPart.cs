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
        _users = new Side(shape.UserInput.Rows.ItemCount, options, random, device);
        _items = new Side(shape.ItemInput.Rows.ItemCount, options, random, device);

        // All ones is the plain product, from which the weights depart.
        _weights = new Parameter(ones(_users.OutputSize, device: device));
    }

    /// <summary>What is trained.</summary>
    public IEnumerable<Parameter> Parameters => [.. _users.Parameters, .. _items.Parameters, _weights];

    /// <summary>The users' vectors, times the weights: [B, d].</summary>
    public Tensor RepresentUsers(SparseRows rows) => _users.Apply(rows) * _weights;

    /// <summary>The items' vectors: [B, d].</summary>
    public Tensor RepresentItems(SparseRows rows) => _items.Apply(rows);

    private sealed class Side
    {
        private readonly SparseLayer _input;
        private readonly FeedForwardNetwork? _attention;
        private readonly FeedForwardNetwork? _layers;

        public Side(int inputs, ProductShape options, Random random, Device device)
        {
            _input = new SparseLayer(inputs, options.Dimension, random, device);
            if (options.Layers.Count > 0)
            {
                _attention = options.Attention ? new FeedForwardNetwork(options.Dimension, [options.Dimension], random, device) : null;
                _layers = new FeedForwardNetwork(options.Attention ? 2 * options.Dimension : options.Dimension, options.Layers, random, device);
            }
        }

        public int OutputSize => _layers?.OutputSize ?? _input.OutputSize;

        public IEnumerable<Parameter> Parameters => [_input.Weights, .. _attention?.Parameters ?? [], .. _layers?.Parameters ?? []];

        public Tensor Apply(SparseRows rows)
        {
            var vectors = _input.Apply(rows);
            if (_attention is not null)
            {
                vectors = cat([vectors, vectors * nn.functional.softmax(_attention.Apply(vectors), 1)], 1);
            }

            return _layers is null ? vectors : nn.functional.relu(_layers.Apply(vectors));
        }
    }
}
