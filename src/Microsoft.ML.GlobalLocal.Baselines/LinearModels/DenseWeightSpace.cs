using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A space that scores an item by the weights from the user's own items to it, summed, with a weight for every pair of items.</summary>
public sealed class DenseWeightSpace : ScoringSpace, ISavedSpace<DenseWeightSpace>
{
    private readonly float[] _weights;

    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="tables">The name, the vectors and the folding.</param>
    /// <param name="weights">The weights from each item, row after row: [items * items]. Not copied.</param>
    /// <exception cref="ArgumentException">The weights are of another number of items, or one is not finite.</exception>
    public DenseWeightSpace(SpaceTables tables, float[] weights)
        : base(tables)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != (long)ItemCount * ItemCount || !TensorPrimitives.IsFiniteAll<float>(weights))
        {
            throw new ArgumentException($"Space '{Name}': there must be {ItemCount} x {ItemCount} finite weights.", nameof(weights));
        }

        _weights = weights;
    }

    /// <inheritdoc/>
    public static DenseWeightSpace Read(ModelReader reader, SpaceTables tables)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(tables);
        long items = tables.ItemVectors.Length / tables.Dimension;
        return new DenseWeightSpace(tables, reader.ReadArray<float>(items * items));
    }

    /// <summary>The weights from an item to all items: [items].</summary>
    /// <param name="item">The item's index.</param>
    public ReadOnlySpan<float> GetWeights(int item) => _weights.AsSpan(item * ItemCount, ItemCount);

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores)
    {
        scores = scores[..items.Length];
        scores.Clear();
        foreach (int own in user.Items)
        {
            var weights = GetWeights(own);
            for (int n = 0; n < items.Length; n++)
            {
                scores[n] += weights[items[n]];
            }
        }
    }

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        scores = scores[..ItemCount];
        scores.Clear();
        foreach (int own in user.Items)
        {
            TensorPrimitives.Add(scores, GetWeights(own), scores);
        }
    }

    // *** Binary format ***
    // float[items * items]: weights
    /// <inheritdoc/>
    protected internal override void WriteContent(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArray<float>(_weights);
    }
}
