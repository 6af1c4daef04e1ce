using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A space whose score is a linear filter over the user-item graph, R^T R with R = D_U^-1/2 A D_I^-1/2, plus the weighted product of a user's and an
/// item's vector. The filter's matrix over items is never made: a user's items are passed on to their users, and from those to their items.
/// </summary>
public sealed class GraphFilterSpace : ScoringSpace, ISavedSpace<GraphFilterSpace>
{
    private readonly InteractionMatrix _interactions;
    private readonly float[] _itemScales;
    private readonly float _vectorWeight;

    /// <summary>Makes a space of finished tables.</summary>
    /// <param name="tables">The name, the vectors and the folding.</param>
    /// <param name="interactions">The graph A.</param>
    /// <param name="vectorWeight">The weight of the vectors' product.</param>
    /// <exception cref="ArgumentException">The graph is of other numbers of users or items, or the weight is not finite.</exception>
    public GraphFilterSpace(SpaceTables tables, InteractionMatrix interactions, float vectorWeight)
        : base(tables)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        interactions.CheckFits(UserCount, ItemCount, $"Space '{Name}'");
        if (!float.IsFinite(vectorWeight))
        {
            throw new ArgumentException($"Space '{Name}': the weight of the vectors' product is {vectorWeight}; it must be finite.", nameof(vectorWeight));
        }

        _interactions = interactions;
        _itemScales = ScaledGram.GetPowers(interactions.Transposed, -0.5f);
        _vectorWeight = vectorWeight;
    }

    /// <inheritdoc/>
    public static GraphFilterSpace Read(ModelReader reader, SpaceTables tables)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(tables);
        float vectorWeight = reader.ReadFiniteSingle();
        var starts = reader.ReadArray<int>(tables.UserVectors.Length / tables.Dimension + 1L);
        var items = reader.ReadArrayUpTo<int>(Array.MaxLength);
        return new GraphFilterSpace(tables, InteractionMatrix.FromRows(starts, items, tables.ItemVectors.Length / tables.Dimension), vectorWeight);
    }

    internal override bool ScoresAllTogether => true;

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        scores = scores[..ItemCount];
        scores.Clear();
        var rented = ArrayPool<float>.Shared.Rent(UserCount);
        var passed = rented.AsSpan(0, UserCount);
        passed.Clear();
        foreach (int own in user.Items)
        {
            foreach (int other in _interactions.Transposed.GetItems(own))
            {
                passed[other] += _itemScales[own];
            }
        }

        for (int other = 0; other < passed.Length; other++)
        {
            if (passed[other] != 0)
            {
                float share = passed[other] / _interactions.GetCount(other);
                foreach (int item in _interactions.GetItems(other))
                {
                    scores[item] += share;
                }
            }
        }

        ArrayPool<float>.Shared.Return(rented);
        TensorPrimitives.Multiply(scores, _itemScales, scores);
        if (_vectorWeight != 0)
        {
            for (int item = 0; item < scores.Length; item++)
            {
                scores[item] += _vectorWeight * TensorPrimitives.Dot(user.Vector, GetItemVector(item));
            }
        }
    }

    // *** Binary format ***
    // float: weight of the vectors' product
    // int[users + 1]: row starts of the graph
    // int[]: items of the graph
    /// <inheritdoc/>
    protected internal override void WriteContent(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_vectorWeight);
        writer.WriteArray(_interactions.RowStarts);
        writer.WriteArray(_interactions.Items);
    }
}
