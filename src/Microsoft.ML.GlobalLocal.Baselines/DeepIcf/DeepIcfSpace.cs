using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The space of <see cref="DeepIcfTrainer"/>. A user's vector is the pooled vectors of its items, so <see cref="Recommender.SimilarItems"/> compares items by
/// what they say of a user who has them.
/// </summary>
internal sealed class DeepIcfSpace : ScoringSpace, ISavedSpace<DeepIcfSpace>
{
    private readonly float[] _targets;
    private readonly ColumnBlocks _targetColumns;
    private readonly float[] _biases;
    private readonly DenseNetwork _layers;

    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="tables">The name, the users' pooled vectors, the items' vectors as those that a user has, and the folding.</param>
    /// <param name="targets">The items' vectors as those that are scored, row after row: [items * dimension].</param>
    /// <param name="biases">The items' biases: [items].</param>
    /// <param name="layers">The layers from a product of vectors to a number.</param>
    public DeepIcfSpace(SpaceTables tables, float[] targets, float[] biases, DenseNetwork layers)
        : base(tables)
    {
        if (targets.Length != ItemTable.Length || biases.Length != ItemCount || layers.InputSize != Dimension || layers.OutputSize != 1)
        {
            throw new ArgumentException($"Space '{Name}': {targets.Length} numbers of vectors, {biases.Length} biases and layers of {layers.InputSize} inputs and {layers.OutputSize} outputs do not fit {ItemCount} items of {Dimension} numbers.", nameof(targets));
        }

        if (!TensorPrimitives.IsFiniteAll<float>(targets) || !TensorPrimitives.IsFiniteAll<float>(biases))
        {
            throw new ArgumentException($"Space '{Name}': every vector and bias must be finite. A smaller learning rate usually helps.", nameof(targets));
        }

        _targets = targets;
        _biases = biases;
        _layers = layers;
        _targetColumns = new ColumnBlocks(targets, Dimension);
    }

    /// <inheritdoc/>
    public static DeepIcfSpace Read(ModelReader reader, SpaceTables tables)
    {
        var targets = reader.ReadArray<float>(tables.ItemVectors.Length);
        var biases = reader.ReadArray<float>(tables.ItemVectors.Length / tables.Dimension);
        return new DeepIcfSpace(tables, targets, biases, AttentionStream.ReadNetwork(reader));
    }

    internal override bool ScoresAllTogether => true;

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent((Dimension + 2 * _layers.LargestSize) * ColumnBlocks.BlockSize);
        for (int start = 0; start < ItemCount; start += ColumnBlocks.BlockSize)
        {
            var targets = _targetColumns.Get(start, out int block);
            var inputs = rented.AsSpan(0, Dimension * block);
            for (int n = 0; n < Dimension; n++)
            {
                TensorPrimitives.Multiply(targets.Slice(n * block, block), user.Vector[n], inputs.Slice(n * block, block));
            }

            var outputs = scores.Slice(start, block);
            _layers.Apply(inputs, block, outputs, rented.AsSpan(Dimension * block, 2 * _layers.LargestSize * block));
            TensorPrimitives.Add(outputs, _biases.AsSpan(start, block), outputs);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // float[items * dimension]: the vectors that are scored
    // float[items]: biases
    // the layers, as in an attention
    protected internal override void WriteContent(ModelWriter writer)
    {
        writer.WriteArray<float>(_targets);
        writer.WriteArray<float>(_biases);
        AttentionStream.Write(_layers, writer);
    }
}
