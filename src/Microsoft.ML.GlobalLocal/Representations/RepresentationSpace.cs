using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A representation space: a name, a vector g(u), g(i) for every user and item, and a score of a user against items. The attention,
/// the index, the metrics and the model zip see nothing else of it; where it came from they never ask. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// There are three kinds: <see cref="VectorSpace"/>, whose score is computed from the vectors; <see cref="NeighbourhoodSpace"/>, whose
/// score is exact where its vectors only approximate; and classes that derive from <see cref="ScoringSpace"/>, whose score is their own code, such as
/// <see cref="UserNeighbourhoodSpace"/>.
/// A space of your own is one of them, made by your own <see cref="SpaceTrainer"/>.
/// </remarks>
public abstract class RepresentationSpace
{
    private protected RepresentationSpace(string name, int dimension, float[] userVectors, float[] itemVectors, UserFolding folding)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        CheckTable(userVectors, dimension, name, nameof(userVectors));
        CheckTable(itemVectors, dimension, name, nameof(itemVectors));
        if (folding is WeightedSumFolding { ItemWeights.Length: var weights } && weights != itemVectors.Length / dimension)
        {
            throw new ArgumentException($"Space '{name}': the folding has weights of {weights} items, the vectors are of {itemVectors.Length / dimension}.", nameof(folding));
        }

        Name = name;
        Dimension = dimension;
        UserTable = userVectors;
        ItemTable = itemVectors;
        Folding = folding;
    }

    /// <summary>The name of the space, such as <c>GD</c>; unique within a model.</summary>
    public string Name { get; }

    /// <summary>The length d of every vector.</summary>
    public int Dimension { get; }

    /// <summary>The number of users.</summary>
    public int UserCount => UserTable.Length / Dimension;

    /// <summary>The number of items.</summary>
    public int ItemCount => ItemTable.Length / Dimension;

    /// <summary>How a user's and an item's vector are compared; an index over the space searches by it.</summary>
    public abstract VectorSimilarity Similarity { get; }

    /// <summary>How the vector of a user who was not in training is made from the items it touched.</summary>
    public UserFolding Folding { get; }

    /// <summary>Whether the score of one item takes as long as those of all.</summary>
    internal virtual bool ScoresAllTogether => false;

    /// <summary>The users' vectors, row after row: [users * dimension].</summary>
    internal float[] UserTable { get; }

    /// <summary>The items' vectors, row after row: [items * dimension].</summary>
    internal float[] ItemTable { get; }

    /// <summary>The vector g(u) of a user, of length <see cref="Dimension"/>.</summary>
    /// <param name="user">The user's index.</param>
    public ReadOnlySpan<float> GetUserVector(int user) => UserTable.AsSpan(user * Dimension, Dimension);

    /// <summary>The vector g(i) of an item, of length <see cref="Dimension"/>.</summary>
    /// <param name="item">The item's index.</param>
    public ReadOnlySpan<float> GetItemVector(int item) => ItemTable.AsSpan(item * Dimension, Dimension);

    /// <summary>Scores some items for a user; higher is better.</summary>
    /// <param name="user">The user as this space sees it.</param>
    /// <param name="items">The items' indices.</param>
    /// <param name="scores">Receives the scores; as long as <paramref name="items"/>.</param>
    public abstract void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores);

    /// <summary>Scores every item for a user; higher is better.</summary>
    /// <param name="user">The user as this space sees it.</param>
    /// <param name="scores">Receives the scores; as long as there are items.</param>
    public abstract void ScoreAll(UserView user, Span<float> scores);

    /// <summary>Represents a user who was not in training by the items it touched.</summary>
    /// <param name="items">The user's items, ascending, each once.</param>
    /// <param name="vector">Receives the vector, of length <see cref="Dimension"/>.</param>
    public void FoldIn(ReadOnlySpan<int> items, Span<float> vector) => Folding.Fold(ItemTable, items, vector[..Dimension]);

    /// <summary>The scores of some items, taken from those of all, for scores that are cheap only together.</summary>
    /// <param name="user">The user as this space sees it.</param>
    /// <param name="items">The items' indices.</param>
    /// <param name="scores">Receives the scores; as long as <paramref name="items"/>.</param>
    protected void ScoreFromAll(UserView user, ReadOnlySpan<int> items, Span<float> scores)
    {
        var all = ArrayPool<float>.Shared.Rent(ItemCount);
        ScoreAll(user, all.AsSpan(0, ItemCount));
        for (int n = 0; n < items.Length; n++)
        {
            scores[n] = all[items[n]];
        }

        ArrayPool<float>.Shared.Return(all);
    }

    /// <summary>A user of the training data as this space sees it.</summary>
    internal UserView View(InteractionMatrix interactions, int user) => new(GetUserVector(user), interactions.GetItems(user));

    private static void CheckTable(float[] table, int dimension, string space, string parameter)
    {
        if (table.Length == 0 || table.Length % dimension != 0)
        {
            throw new ArgumentException($"Space '{space}': a table of {table.Length} numbers does not hold whole vectors of length {dimension}.", parameter);
        }

        if (!TensorPrimitives.IsFiniteAll<float>(table))
        {
            int n = Array.FindIndex(table, value => !float.IsFinite(value));
            throw new ArgumentException($"Space '{space}': entry {n % dimension} of vector {n / dimension} is {table[n]}; every entry must be finite. A smaller learning rate or more regularisation usually helps.", parameter);
        }
    }
}
