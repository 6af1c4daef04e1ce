using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The space of <see cref="LrmlTrainer"/>: -|p + r - q|^2 with the relation vector r of the pair.</summary>
internal sealed class LrmlSpace : ScoringSpace, ISavedSpace<LrmlSpace>
{
    private readonly float[] _memoryProducts;
    private readonly float[] _noBiases;
    private readonly ColumnBlocks _itemColumns;

    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="tables">The name and the vectors.</param>
    /// <param name="keys">The keys, row after row: [memories * dimension].</param>
    /// <param name="memories">The memory, row after row: [memories * dimension].</param>
    public LrmlSpace(SpaceTables tables, float[] keys, float[] memories)
        : base(tables)
    {
        if (keys.Length == 0 || keys.Length % Dimension != 0 || keys.Length != memories.Length || !TensorPrimitives.IsFiniteAll<float>(keys) || !TensorPrimitives.IsFiniteAll<float>(memories))
        {
            throw new ArgumentException($"Space '{Name}': {keys.Length} numbers of keys and {memories.Length} of memories are not as many finite vectors of length {Dimension} of each.", nameof(keys));
        }

        Keys = keys;
        Memories = memories;
        _memoryProducts = new float[MemoryCount * MemoryCount];
        for (int n = 0; n < _memoryProducts.Length; n++)
        {
            _memoryProducts[n] = TensorPrimitives.Dot(GetMemory(n / MemoryCount), GetMemory(n % MemoryCount));
        }

        _noBiases = new float[MemoryCount];
        _itemColumns = new ColumnBlocks(ItemTable, Dimension);
    }

    /// <summary>The keys, row after row: [memories * dimension].</summary>
    public float[] Keys { get; }

    /// <summary>The memory, row after row: [memories * dimension].</summary>
    public float[] Memories { get; }

    private int MemoryCount => Memories.Length / Dimension;

    /// <inheritdoc/>
    public static LrmlSpace Read(ModelReader reader, SpaceTables tables)
    {
        var keys = reader.ReadArrayUpTo<float>(Array.MaxLength);
        return new LrmlSpace(tables, keys, reader.ReadArray<float>(keys.Length));
    }

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores)
    {
        var layer = Prepare(user.Vector, out var weights, out var biases);
        var columns = ArrayPool<float>.Shared.Rent(Dimension * ColumnBlocks.BlockSize);
        for (int start = 0; start < items.Length; start += ColumnBlocks.BlockSize)
        {
            int block = Math.Min(ColumnBlocks.BlockSize, items.Length - start);
            _itemColumns.Gather(items.Slice(start, block), columns);
            ScoreBlock(weights, biases, columns.AsSpan(0, Dimension * block), block, scores.Slice(start, block));
        }

        ArrayPool<float>.Shared.Return(columns);
        ArrayPool<float>.Shared.Return(layer);
    }

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        var layer = Prepare(user.Vector, out var weights, out var biases);
        for (int start = 0; start < ItemCount; start += ColumnBlocks.BlockSize)
        {
            var columns = _itemColumns.Get(start, out int block);
            ScoreBlock(weights, biases, columns, block, scores.Slice(start, block));
        }

        ArrayPool<float>.Shared.Return(layer);
    }

    // float[memories * dimension]: keys
    // float[memories * dimension]: memory
    protected internal override void WriteContent(ModelWriter writer)
    {
        writer.WriteArray<float>(Keys);
        writer.WriteArray<float>(Memories);
    }

    private ReadOnlySpan<float> GetMemory(int n) => Memories.AsSpan(n * Dimension, Dimension);

    /// <summary>
    /// What of all scores of a user p is linear in the item q, as a layer of 2 M + 1 outputs: for each of the M keys k its product with p * q, which is that
    /// of k * p with q; for each row m of the memory 2 &lt;m, p&gt; - 2 &lt;m, q&gt;; and |p|^2 - 2 &lt;p, q&gt;.
    /// </summary>
    /// <returns>The rented memory of weights and biases.</returns>
    private float[] Prepare(ReadOnlySpan<float> user, out ReadOnlySpan<float> weights, out ReadOnlySpan<float> biases)
    {
        int outputs = 2 * MemoryCount + 1;
        var rented = ArrayPool<float>.Shared.Rent(outputs * (Dimension + 1));
        var rows = rented.AsSpan(0, outputs * Dimension);
        var constants = rented.AsSpan(rows.Length, outputs);
        constants.Clear();
        for (int n = 0; n < MemoryCount; n++)
        {
            TensorPrimitives.Multiply(Keys.AsSpan(n * Dimension, Dimension), user, rows.Slice(n * Dimension, Dimension));
            TensorPrimitives.Multiply(GetMemory(n), -2, rows.Slice((MemoryCount + n) * Dimension, Dimension));
            constants[MemoryCount + n] = 2 * TensorPrimitives.Dot(GetMemory(n), user);
        }

        TensorPrimitives.Multiply(user, -2, rows[^Dimension..]);
        constants[^1] = TensorPrimitives.SumOfSquares(user);
        weights = rows;
        biases = constants;
        return rented;
    }

    /// <summary>-(|p|^2 - 2 &lt;p, q&gt; + |q|^2 + 2 &lt;r, p&gt; - 2 &lt;r, q&gt; + |r|^2) for a block of items, where r is the sum of the memory's rows by their attention.</summary>
    private void ScoreBlock(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, ReadOnlySpan<float> columns, int block, Span<float> scores)
    {
        int size = MemoryCount * block;
        var rented = ArrayPool<float>.Shared.Rent(biases.Length * block + size + block);
        var outputs = rented.AsSpan(0, biases.Length * block);
        var attention = outputs[..size];
        var relations = outputs.Slice(size, size);
        var squares = rented.AsSpan(outputs.Length, size);
        DenseLayer.Apply(weights, biases, columns, block, outputs);
        ColumnSoftmax.Apply(attention, block, rented.AsSpan(outputs.Length + size, block));
        DenseLayer.Apply(_memoryProducts, _noBiases, attention, block, squares);
        TensorPrimitives.Add(relations, squares, relations);

        outputs[^block..].CopyTo(scores);
        for (int start = 0; start < columns.Length; start += block)
        {
            TensorPrimitives.MultiplyAdd(columns.Slice(start, block), columns.Slice(start, block), scores, scores);
        }

        for (int start = 0; start < size; start += block)
        {
            TensorPrimitives.MultiplyAdd(attention.Slice(start, block), relations.Slice(start, block), scores, scores);
        }

        TensorPrimitives.Negate(scores, scores);
        ArrayPool<float>.Shared.Return(rented);
    }
}
