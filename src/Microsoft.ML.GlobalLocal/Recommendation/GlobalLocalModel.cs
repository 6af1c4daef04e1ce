namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A whole trained model: who the users and items are, what the users have seen, the spaces and the attention over them, and the clustering
/// index. Immutable and thread-safe; a <see cref="Recommender"/> answers from it.
/// </summary>
public sealed class GlobalLocalModel
{
    /// <summary>Puts a model together.</summary>
    /// <param name="users">The users' ids.</param>
    /// <param name="items">The items' ids.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="attention">The spaces and the attention over them.</param>
    /// <param name="index">The clustering index, over one of the spaces; <see langword="null"/>: every search is exhaustive.</param>
    /// <param name="clusters">The number K of clusters that a search visits; <see langword="null"/>: all.</param>
    /// <param name="indexRecall">What was measured of such a search when K was chosen; <see langword="null"/>: nothing was.</param>
    /// <exception cref="ArgumentException">The parts are not over the same users and items, or the index is over none of the spaces.</exception>
    public GlobalLocalModel(IdTable users, IdTable items, InteractionMatrix interactions, AttentionModel attention, ClusteringIndex? index = null, int? clusters = null, IndexRecall? indexRecall = null)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(attention);
        if (users.Count != interactions.UserCount || users.Count != attention.UserCount)
        {
            throw new ArgumentException($"There are {users.Count} user ids, interactions of {interactions.UserCount} users and spaces of {attention.UserCount}; they must agree.", nameof(users));
        }

        if (items.Count != interactions.ItemCount || items.Count != attention.ItemCount)
        {
            throw new ArgumentException($"There are {items.Count} item ids, interactions with {interactions.ItemCount} items and spaces of {attention.ItemCount}; they must agree.", nameof(items));
        }

        if (index is not null && !attention.Spaces.Contains(index.Space))
        {
            throw new ArgumentException($"The index is over space '{index.Space.Name}', which is none of the model's: {string.Join(", ", attention.Spaces.Select(space => space.Name))}. Cluster one of these.", nameof(index));
        }

        Users = users;
        Items = items;
        Interactions = interactions;
        Retriever = new Retriever(attention, interactions, index, clusters);
        IndexRecall = indexRecall;
    }

    /// <summary>The users' ids.</summary>
    public IdTable Users { get; }

    /// <summary>The items' ids.</summary>
    public IdTable Items { get; }

    /// <summary>The interactions that the model was trained on.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>The spaces and the attention over them.</summary>
    public AttentionModel Attention => Retriever.Model;

    /// <summary>What finds the best items for a user.</summary>
    public Retriever Retriever { get; }

    /// <summary>
    /// How much of the exhaustive lists the search finds that visits <see cref="Retriever.Clusters"/> clusters, as it was measured when their number was
    /// chosen; <see langword="null"/> where nothing was measured.
    /// </summary>
    public IndexRecall? IndexRecall { get; }

    internal const string Signature = "GLMD";
    private const int Version = 2;

    // *** Binary format ***
    // int: users, the user ids
    // int: items, the item ids
    // the interactions (InteractionStream)
    // the attention model (AttentionStream)
    // string: name of the index's space, empty without an index
    //   int, float[clusters * dimension]: centroids; from version 2 on: int, int[items]: the items' clusters
    //   int: clusters K that a search visits
    //   from version 2 on: int: 1 where the recall was measured, else 0; where it was: float target, float recall, float visited share, int users, int N
    internal void Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        writer.WriteStrings(Users.Ids);
        writer.WriteStrings(Items.Ids);
        InteractionStream.Write(Interactions, writer);
        AttentionStream.Write(Attention, writer);
        writer.Write(Retriever.Index?.Space.Name ?? string.Empty);
        if (Retriever.Index is { } index)
        {
            ClusteringStream.WriteClusters(index, writer);
            writer.Write(Retriever.Clusters!.Value);
            writer.Write(IndexRecall is null ? 0 : 1);
            IndexRecall?.Write(writer);
        }

        writer.Complete();
    }

    internal static GlobalLocalModel Read(Stream stream) => ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
    {
        var users = new IdTable("user", reader.ReadStrings());
        var items = new IdTable("item", reader.ReadStrings());
        var interactions = InteractionStream.Read(reader);
        var attention = AttentionStream.Read(reader);
        string indexed = reader.ReadString();
        if (indexed.Length == 0)
        {
            return new GlobalLocalModel(users, items, interactions, attention);
        }

        var space = attention.Spaces.FirstOrDefault(space => space.Name == indexed)
            ?? throw reader.Altered($"the index is over a space '{indexed}' that the model does not have");
        var index = ClusteringStream.ReadClusters(space, reader);
        int clusters = reader.ReadInt32(1, int.MaxValue);
        var recall = reader.Version > 1 && reader.ReadInt32(0, 1) == 1 ? IndexRecall.Read(reader) : null;
        return new GlobalLocalModel(users, items, interactions, attention, index, clusters, recall);
    });
}
