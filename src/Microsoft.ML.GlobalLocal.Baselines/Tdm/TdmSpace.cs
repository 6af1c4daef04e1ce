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

    internal override bool ScoresAllTogether => true;

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
        int inputs = 3 * Dimension * BlockSize;
        int scratch = (Dimension + history.Length / Dimension + 1) * BlockSize;
        int buffer = 2 * _layers.LargestSize * BlockSize;
        var rented = ArrayPool<float>.Shared.Rent(inputs + scratch + buffer);
        for (int start = 0; start < nodes.Length; start += BlockSize)
        {
            int block = Math.Min(BlockSize, nodes.Length - start);
            FillInputs(history, nodes.Slice(start, block), rented.AsSpan(0, inputs), rented.AsSpan(inputs, scratch));
            _layers.Apply(rented.AsSpan(0, 3 * Dimension * block), block, scores.Slice(start, block), rented.AsSpan(inputs + scratch, buffer));
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

    /// <summary>The inputs of the layers for a block of nodes, as columns: the user's items pooled by attention, the node's vector, and the products of both.</summary>
    private void FillInputs(ReadOnlySpan<float> history, ReadOnlySpan<int> nodes, Span<float> inputs, Span<float> scratch)
    {
        int block = nodes.Length;
        int count = history.Length / Dimension;
        var pooled = inputs[..(Dimension * block)];
        var vectors = inputs.Slice(Dimension * block, Dimension * block);
        var queries = scratch[..(Dimension * block)];
        var weights = scratch.Slice(Dimension * block, count * block);
        for (int column = 0; column < block; column++)
        {
            var vector = GetNodeVector(nodes[column]);
            var query = _queries.AsSpan(nodes[column] * Dimension, Dimension);
            for (int n = 0; n < Dimension; n++)
            {
                vectors[n * block + column] = vector[n];
                queries[n * block + column] = query[n];
            }
        }

        pooled.Clear();
        if (count > 0)
        {
            Attend(history, queries, block, weights, scratch.Slice((Dimension + count) * block, block));
            for (int item = 0; item < count; item++)
            {
                for (int n = 0; n < Dimension; n++)
                {
                    var target = pooled.Slice(n * block, block);
                    TensorPrimitives.MultiplyAdd(weights.Slice(item * block, block), history[item * Dimension + n], target, target);
                }
            }
        }

        TensorPrimitives.Multiply(pooled, vectors, inputs.Slice(2 * Dimension * block, Dimension * block));
    }

    /// <summary>The softmax over the user's items for a block of queries: weight w of column c is at [w * block + c].</summary>
    private void Attend(ReadOnlySpan<float> history, ReadOnlySpan<float> queries, int block, Span<float> weights, Span<float> scratch)
    {
        weights.Clear();
        for (int start = 0; start < weights.Length; start += block)
        {
            var exponents = weights.Slice(start, block);
            for (int n = 0; n < Dimension; n++)
            {
                TensorPrimitives.MultiplyAdd(queries.Slice(n * block, block), history[start / block * Dimension + n], exponents, exponents);
            }
        }

        ColumnSoftmax.Apply(weights, block, scratch);
    }
}
