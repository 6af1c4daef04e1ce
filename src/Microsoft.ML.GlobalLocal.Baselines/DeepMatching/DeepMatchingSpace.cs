using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The space of a matching network. A user's vector is what the user brings to a pair; an item's is the mean of its users' vectors, so that the vector of a
/// new user, the mean of its items', lies where those of users with the same items lie. What items bring to a pair is kept beside them.
/// </summary>
internal sealed class DeepMatchingSpace : ScoringSpace, ISavedSpace<DeepMatchingSpace>
{
    private readonly MatchingTable _items;

    private DeepMatchingSpace(SpaceTables tables, MatchingTable items)
        : base(tables)
    {
        _items = items.Length == Dimension && items.Count == ItemCount
            ? items
            : throw new ArgumentException($"Space '{Name}': the network is of {items.Count} items and vectors of length {items.Length}, the tables of {ItemCount} and {Dimension}.", nameof(items));
    }

    /// <summary>Makes the space of a trained network.</summary>
    public static DeepMatchingSpace Create(string name, DeepMatchingNetwork network, InteractionMatrix interactions)
    {
        var users = network.ExportUsers();
        var items = new MatchingTable(network.ExportScorer(), network.ExportItems());
        return new DeepMatchingSpace(new SpaceTables(name, items.Length, users, AverageUsers(users, items.Length, interactions)), items);
    }

    /// <inheritdoc/>
    public static DeepMatchingSpace Read(ModelReader reader, SpaceTables tables) => new(tables, MatchingTable.Read(reader, tables.ItemVectors.Length / tables.Dimension));

    /// <summary>The mean of the vectors of each item's users, row after row; zeros where there are none.</summary>
    public static float[] AverageUsers(float[] users, int dimension, InteractionMatrix interactions)
    {
        var means = VectorTable.Create(interactions.ItemCount, dimension);
        var folding = new MeanFolding(normalize: false);
        for (int item = 0; item < interactions.ItemCount; item++)
        {
            folding.Fold(users, interactions.Transposed.GetItems(item), means.AsSpan(item * dimension, dimension));
        }

        return means;
    }

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => _items.Score(user.Vector, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores) => _items.ScoreAll(user.Vector, scores);

    /// <inheritdoc/>
    protected internal override void WriteContent(ModelWriter writer) => _items.Write(writer);
}
