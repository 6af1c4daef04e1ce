using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The score of a pair of exported vectors: the product of their first P units, and layers over the sum of the next H. With attention follow d units of the
/// vector itself and 2 d logits; the 2 d units of both vectors, times the softmax of the sum of their logits, go through one more layer into that sum.
/// Immutable and thread-safe.
/// </summary>
internal sealed class MatchingScorer
{
    private readonly int _products;
    private readonly int _hidden;
    private readonly int _dimension;
    private readonly DenseNetwork? _layers;
    private readonly DenseLayer? _attended;

    /// <summary>Makes a scorer.</summary>
    /// <param name="products">The number P of units that are multiplied; may be 0.</param>
    /// <param name="layers">The layers above the first one, H -> .. -> 1; <see langword="null"/>: none.</param>
    /// <param name="attended">The layer 2 d -> H of attention; <see langword="null"/>: none.</param>
    /// <exception cref="ArgumentException">The layers don't fit each other.</exception>
    public MatchingScorer(int products, DenseNetwork? layers, DenseLayer? attended)
    {
        if ((layers is null && attended is not null) || (layers is not null && layers.OutputSize != 1)
            || (attended is not null && (attended.OutputSize != layers!.InputSize || attended.InputSize % 2 != 0)))
        {
            throw new ArgumentException("The layers of the scorer don't fit each other.", nameof(layers));
        }

        _products = products;
        _hidden = layers?.InputSize ?? 0;
        _dimension = (attended?.InputSize ?? 0) / 2;
        _layers = layers;
        _attended = attended;
    }

    /// <summary>The length of a user's and of an item's vector.</summary>
    public int VectorLength => _products + _hidden + 3 * _dimension;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static MatchingScorer Read(ModelReader reader)
    {
        int products = reader.ReadInt32(0, Array.MaxLength);
        var layers = new DenseLayer[reader.ReadInt32(0, 1000)];
        for (int n = 0; n < layers.Length; n++)
        {
            layers[n] = ReadLayer(reader);
        }

        var attended = reader.ReadInt32(0, 1) == 1 ? ReadLayer(reader) : null;
        return new MatchingScorer(products, layers.Length == 0 ? null : new DenseNetwork(layers), attended);
    }

    /// <summary>Scores a block of items for a user.</summary>
    /// <param name="user">The user's vector.</param>
    /// <param name="columns">The items' vectors as columns; unit v of column c is at [v * block + c].</param>
    /// <param name="block">The number of items.</param>
    /// <param name="scores">Receives the scores: [block].</param>
    public void Score(ReadOnlySpan<float> user, ReadOnlySpan<float> columns, int block, Span<float> scores)
    {
        scores.Clear();
        for (int unit = 0; unit < _products; unit++)
        {
            TensorPrimitives.MultiplyAdd(columns.Slice(unit * block, block), user[unit], scores, scores);
        }

        if (_layers is null)
        {
            return;
        }

        var rented = ArrayPool<float>.Shared.Rent((2 * _layers.LargestSize + 2 * _hidden + 2 * _dimension + 1) * block);
        var buffer = rented.AsSpan(0, 2 * _layers.LargestSize * block);
        var hidden = rented.AsSpan(buffer.Length, _hidden * block);
        var rest = rented.AsSpan(buffer.Length + hidden.Length);
        for (int unit = 0; unit < _hidden; unit++)
        {
            TensorPrimitives.Add(columns.Slice((_products + unit) * block, block), user[_products + unit], hidden.Slice(unit * block, block));
        }

        if (_attended is not null)
        {
            AddAttended(_attended, user[(_products + _hidden)..], columns[((_products + _hidden) * block)..], block, hidden, rest);
        }

        TensorPrimitives.Max(hidden, 0f, hidden);
        var outputs = rest[..block];
        _layers.Apply(hidden, block, outputs, buffer);
        TensorPrimitives.Add(scores, outputs, scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Writes the scorer: the number of products, the layers, and whether there is attention and its layer.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Write(_products);
        writer.Write(_layers?.Layers.Length ?? 0);
        foreach (var layer in _layers is null ? [] : _layers.Layers)
        {
            WriteLayer(writer, layer);
        }

        writer.Write(_attended is null ? 0 : 1);
        if (_attended is not null)
        {
            WriteLayer(writer, _attended);
        }
    }

    private static void WriteLayer(ModelWriter writer, DenseLayer layer)
    {
        writer.Write(layer.InputSize);
        writer.WriteArray<float>(layer.Biases);
        writer.WriteArray<float>(layer.Weights);
    }

    private static DenseLayer ReadLayer(ModelReader reader)
    {
        int inputs = reader.ReadInt32(1, Array.MaxLength);
        var biases = reader.ReadArrayUpTo<float>(Array.MaxLength);
        return new DenseLayer(inputs, reader.ReadArray<float>((long)inputs * biases.Length), biases);
    }

    private void AddAttended(DenseLayer attended, ReadOnlySpan<float> user, ReadOnlySpan<float> columns, int block, Span<float> hidden, Span<float> buffer)
    {
        int units = 2 * _dimension;
        var weights = buffer[..(units * block)];
        var scratch = buffer.Slice(units * block, block);
        var added = buffer.Slice((units + 1) * block, _hidden * block);
        for (int unit = 0; unit < units; unit++)
        {
            TensorPrimitives.Add(columns.Slice((_dimension + unit) * block, block), user[_dimension + unit], weights.Slice(unit * block, block));
        }

        ColumnSoftmax.Apply(weights, block, scratch);
        for (int unit = 0; unit < units; unit++)
        {
            var values = weights.Slice(unit * block, block);
            if (unit < _dimension)
            {
                TensorPrimitives.Multiply(values, user[unit], values);
            }
            else
            {
                TensorPrimitives.Multiply(values, columns.Slice((unit - _dimension) * block, block), values);
            }
        }

        attended.Apply(weights, block, added);
        TensorPrimitives.Add(hidden, added, hidden);
    }
}
