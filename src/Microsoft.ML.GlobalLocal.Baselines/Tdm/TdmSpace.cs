using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The space of <see cref="TdmTrainer"/>: a beam search over a tree of the items, whose nodes a network scores. An item's vector is that of its leaf, and
/// a user's the mean of its items'; a score reads the user's items themselves.
/// </summary>
internal sealed class TdmSpace : ScoringSpace, ISavedSpace<TdmSpace>
{
    private const int BlockSize = 128;

    private readonly ItemTree _tree;
    private readonly float[] _innerVectors;
    private readonly float[] _attention;
    private readonly DenseNetwork _layers;
    private readonly int _beam;
    private readonly float[] _queries;

    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="tables">The name and the vectors.</param>
    /// <param name="tree">The tree of the items.</param>
    /// <param name="innerVectors">The vectors of the inner nodes, row after row: [(items - 1) * dimension].</param>
    /// <param name="attention">The matrix A of the attention, row after row: [dimension * dimension].</param>
    /// <param name="layers">The layers from pooled vector, node's vector and their products to a number.</param>
    /// <param name="beam">The number of nodes that are kept of a level, at least 1.</param>
    public TdmSpace(SpaceTables tables, ItemTree tree, float[] innerVectors, float[] attention, DenseNetwork layers, int beam)
        : base(tables)
    {
        if (tree.ItemCount != ItemCount || innerVectors.Length != ItemTable.Length - Dimension || attention.Length != Dimension * Dimension || layers.InputSize != 3 * Dimension || layers.OutputSize != 1)
        {
            throw new ArgumentException($"Space '{Name}': a tree of {tree.ItemCount} items, {innerVectors.Length} numbers of inner vectors, {attention.Length} of the attention and layers of {layers.InputSize} inputs and {layers.OutputSize} outputs do not fit {ItemCount} items of {Dimension} numbers.", nameof(tree));
        }

        if (!TensorPrimitives.IsFiniteAll<float>(innerVectors) || !TensorPrimitives.IsFiniteAll<float>(attention))
        {
            throw new ArgumentException($"Space '{Name}': every vector must be finite. A smaller learning rate usually helps.", nameof(innerVectors));
        }

        _tree = tree;
        _innerVectors = innerVectors;
        _attention = attention;
        _layers = layers;
        _beam = beam;
        _queries = new float[tree.NodeCount * Dimension];
        for (int n = 0; n < _queries.Length; n++)
        {
            _queries[n] = TensorPrimitives.Dot(attention.AsSpan(n % Dimension * Dimension, Dimension), GetNodeVector(n / Dimension));
        }
    }

    /// <inheritdoc/>
    public static TdmSpace Read(ModelReader reader, SpaceTables tables)
    {
        var tree = new ItemTree(reader.ReadArray<int>(tables.ItemVectors.Length / tables.Dimension));
        var innerVectors = reader.ReadArray<float>(tables.ItemVectors.Length - tables.Dimension);
        var attention = reader.ReadArray<float>((long)tables.Dimension * tables.Dimension);
        return new TdmSpace(tables, tree, innerVectors, attention, AttentionStream.ReadNetwork(reader), reader.ReadInt32(1, int.MaxValue));
    }

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        int count = user.Items.Length;
        var history = ArrayPool<float>.Shared.Rent(count * Dimension);
        for (int n = 0; n < count; n++)
        {
            GetItemVector(user.Items[n]).CopyTo(history.AsSpan(n * Dimension));
        }

        BeamSearch.ScoreAll(_tree, _beam, user.Items, (nodes, found) => ScoreNodes(history.AsSpan(0, count * Dimension), nodes, found), scores);
        ArrayPool<float>.Shared.Return(history);
    }

    /// <summary>The logits of nodes.</summary>
    /// <param name="history">The vectors of the user's items, row after row.</param>
    /// <param name="nodes">The numbers of the nodes.</param>
    /// <param name="scores">Receives the logits.</param>
    public void ScoreNodes(ReadOnlySpan<float> history, ReadOnlySpan<int> nodes, Span<float> scores)
    {
        int inputs = _layers.InputSize * BlockSize;
        int buffer = 2 * _layers.LargestSize * BlockSize;
        var rented = ArrayPool<float>.Shared.Rent(inputs + buffer + Dimension + history.Length / Dimension);
        for (int start = 0; start < nodes.Length; start += BlockSize)
        {
            int block = Math.Min(BlockSize, nodes.Length - start);
            for (int column = 0; column < block; column++)
            {
                FillColumn(history, nodes[start + column], rented.AsSpan(0, inputs), block, column, rented.AsSpan(inputs + buffer));
            }

            _layers.Apply(rented.AsSpan(0, _layers.InputSize * block), block, scores.Slice(start, block), rented.AsSpan(inputs, buffer));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // int[items]: the items from the left of the tree to the right
    // float[(items - 1) * dimension]: the vectors of the inner nodes
    // float[dimension * dimension]: the attention
    // the layers, as in an attention
    // int: the beam
    protected internal override void WriteContent(ModelWriter writer)
    {
        writer.WriteArray(_tree.Order);
        writer.WriteArray<float>(_innerVectors);
        writer.WriteArray<float>(_attention);
        AttentionStream.Write(_layers, writer);
        writer.Write(_beam);
    }

    private ReadOnlySpan<float> GetNodeVector(int node) =>
        node < ItemCount ? GetItemVector(node) : _innerVectors.AsSpan((node - ItemCount) * Dimension, Dimension);

    /// <summary>The inputs of the layers for a node: the user's items pooled by attention, the node's vector, and the products of both.</summary>
    private void FillColumn(ReadOnlySpan<float> history, int node, Span<float> inputs, int block, int column, Span<float> scratch)
    {
        var pooled = scratch[..Dimension];
        var weights = scratch.Slice(Dimension, history.Length / Dimension);
        pooled.Clear();
        if (weights.Length > 0)
        {
            var query = _queries.AsSpan(node * Dimension, Dimension);
            for (int n = 0; n < weights.Length; n++)
            {
                weights[n] = TensorPrimitives.Dot(query, history.Slice(n * Dimension, Dimension));
            }

            // Without the largest exponent at 0, an exponential may be infinite.
            TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
            TensorPrimitives.SoftMax(weights, weights);
            for (int n = 0; n < weights.Length; n++)
            {
                TensorPrimitives.MultiplyAdd(history.Slice(n * Dimension, Dimension), weights[n], pooled, pooled);
            }
        }

        var vector = GetNodeVector(node);
        for (int n = 0; n < Dimension; n++)
        {
            inputs[n * block + column] = pooled[n];
            inputs[(Dimension + n) * block + column] = vector[n];
            inputs[(2 * Dimension + n) * block + column] = pooled[n] * vector[n];
        }
    }
}
