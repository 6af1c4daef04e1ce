using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The space of <see cref="LrmlTrainer"/>: -|p + r - q|^2 with the relation vector r of the pair.</summary>
internal sealed class LrmlSpace : ScoringSpace, ISavedSpace<LrmlSpace>
{
    private readonly float[] _memoryProducts;
    private readonly float[] _itemProducts;

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
        _memoryProducts = Multiply(memories);
        _itemProducts = Multiply(ItemTable);
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
        var rented = Prepare(user.Vector, out var keys, out var products, out var attention);
        for (int n = 0; n < items.Length; n++)
        {
            scores[n] = ScoreOne(user.Vector, items[n], keys, products, attention);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        var rented = Prepare(user.Vector, out var keys, out var products, out var attention);
        for (int item = 0; item < ItemCount; item++)
        {
            scores[item] = ScoreOne(user.Vector, item, keys, products, attention);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // float[memories * dimension]: keys
    // float[memories * dimension]: memory
    protected internal override void WriteContent(ModelWriter writer)
    {
        writer.WriteArray<float>(Keys);
        writer.WriteArray<float>(Memories);
    }

    /// <summary>The products of vectors with every row of the memory: [vectors * memories].</summary>
    private float[] Multiply(float[] vectors)
    {
        int count = vectors.Length / Dimension;
        var products = VectorTable.Create(count, MemoryCount);
        for (int n = 0; n < count; n++)
        {
            Multiply(Memories, vectors.AsSpan(n * Dimension, Dimension), products.AsSpan(n * MemoryCount, MemoryCount));
        }

        return products;
    }

    private void Multiply(ReadOnlySpan<float> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        for (int n = 0; n < products.Length; n++)
        {
            products[n] = TensorPrimitives.Dot(rows.Slice(n * Dimension, Dimension), vector);
        }
    }

    /// <summary>What all scores of a user share.</summary>
    /// <param name="user">The user's vector p.</param>
    /// <param name="keys">The keys, each times p entry by entry: their products with q are those of the keys with p * q.</param>
    /// <param name="products">The products of p with the rows of the memory.</param>
    /// <param name="attention">Scratch space for the attention of a pair.</param>
    /// <returns>The rented memory of all three.</returns>
    private float[] Prepare(ReadOnlySpan<float> user, out Span<float> keys, out Span<float> products, out Span<float> attention)
    {
        var rented = ArrayPool<float>.Shared.Rent(Keys.Length + 2 * MemoryCount);
        keys = rented.AsSpan(0, Keys.Length);
        products = rented.AsSpan(Keys.Length, MemoryCount);
        attention = rented.AsSpan(Keys.Length + MemoryCount, MemoryCount);
        for (int n = 0; n < MemoryCount; n++)
        {
            TensorPrimitives.Multiply(Keys.AsSpan(n * Dimension, Dimension), user, keys.Slice(n * Dimension, Dimension));
        }

        Multiply(Memories, user, products);
        return rented;
    }

    /// <summary>-(|p - q|^2 + 2 &lt;r, p&gt; - 2 &lt;r, q&gt; + |r|^2), where r is a sum of rows of the memory, whose products are known.</summary>
    private float ScoreOne(ReadOnlySpan<float> user, int item, ReadOnlySpan<float> keys, ReadOnlySpan<float> products, Span<float> attention)
    {
        var vector = GetItemVector(item);
        Multiply(keys, vector, attention);
        TensorPrimitives.SoftMax(attention, attention);
        float distance = TensorPrimitives.Distance(user, vector);
        float relation = TensorPrimitives.Dot<float>(attention, products) - TensorPrimitives.Dot<float>(attention, _itemProducts.AsSpan(item * MemoryCount, MemoryCount));
        float square = 0;
        for (int n = 0; n < MemoryCount; n++)
        {
            square += attention[n] * TensorPrimitives.Dot<float>(attention, _memoryProducts.AsSpan(n * MemoryCount, MemoryCount));
        }

        return -(distance * distance + 2 * relation + square);
    }
}
