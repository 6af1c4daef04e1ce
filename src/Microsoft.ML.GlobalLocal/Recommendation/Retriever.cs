using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Algorithm 1 of the paper: the items of the K clusters nearest to the user are candidates, those already seen are left out, the rest are
/// scored, the best N are returned, best first, ties by item index. Without an index, or with K = M, the search is exhaustive. Immutable
/// and thread-safe.
/// </summary>
public sealed class Retriever
{
    /// <summary>Makes a retriever.</summary>
    /// <param name="model">What scores the candidates.</param>
    /// <param name="interactions">The interactions of the users: the items that each has seen.</param>
    /// <param name="index">The clustering index; <see langword="null"/> searches exhaustively.</param>
    /// <param name="clusters">The number K of clusters to search, from 1 to the index's M; <see langword="null"/>: all of them.</param>
    /// <exception cref="ArgumentException">The parts are not over the same users and items.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clusters"/> is below 1 or above M.</exception>
    public Retriever(AttentionModel model, InteractionMatrix interactions, ClusteringIndex? index = null, int? clusters = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(interactions);
        if (index is not null && clusters is { } asked && (asked < 1 || asked > index.ClusterCount))
        {
            throw new ArgumentOutOfRangeException(nameof(clusters), asked, $"The number K of clusters to search must lie between 1 and the index's M = {index.ClusterCount}.");
        }

        interactions.CheckFits(model.UserCount, model.ItemCount, "The attention model");
        if (index is not null)
        {
            interactions.CheckFits(index.Space.UserCount, index.Space.ItemCount, $"The space '{index.Space.Name}' of the index");
        }

        Model = model;
        Interactions = interactions;
        Index = index;
        Clusters = index is null ? null : clusters ?? index.ClusterCount;
    }

    /// <summary>What scores the candidates.</summary>
    public AttentionModel Model { get; }

    /// <summary>The interactions of the users: the items that each has seen.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>The clustering index; <see langword="null"/> where the search is exhaustive.</summary>
    public ClusteringIndex? Index { get; }

    /// <summary>The number K of clusters searched; <see langword="null"/> where there is no index.</summary>
    public int? Clusters { get; }

    /// <summary>Finds the best items for a user of the training data.</summary>
    /// <param name="user">The user's index.</param>
    /// <param name="items">Receives the items, best first; its length is N.</param>
    /// <param name="scores">Receives their scores; as long as <paramref name="items"/>.</param>
    /// <returns>The number of items found: N while the user has N unseen items.</returns>
    public int Retrieve(int user, Span<int> items, Span<float> scores)
    {
        var query = Model.CreateQuery();
        Model.Prepare(query, Interactions, user);
        return Retrieve(query, items, scores);
    }

    /// <summary>Finds the best items for a prepared user.</summary>
    /// <param name="query">The user, prepared by <see cref="AttentionModel"/>.</param>
    /// <param name="items">Receives the items, best first; its length is N.</param>
    /// <param name="scores">Receives their scores; as long as <paramref name="items"/>.</param>
    /// <param name="filter">Which items may be returned; <see langword="null"/>: those that the user has not seen.</param>
    /// <returns>The number of items found.</returns>
    public int Retrieve(UserQuery query, Span<int> items, Span<float> scores, ItemFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        var allowed = filter ?? ItemFilter.Unseen;
        if (!IsExhaustive)
        {
            return RetrieveFromClusters(query, items, scores, allowed);
        }

        int found = 0;
        RetrieveExhaustively(new ReadOnlySpan<UserQuery>(in query), items, scores, new Span<int>(ref found), allowed);
        return found;
    }

    /// <summary>Finds the best items for a group of prepared users: what <see cref="Retrieve(UserQuery, Span{int}, Span{float}, ItemFilter?)"/> finds for each.</summary>
    /// <param name="queries">The users.</param>
    /// <param name="items">Receives the items, best first, N for each user, user after user.</param>
    /// <param name="scores">Receives their scores; as long as <paramref name="items"/>.</param>
    /// <param name="found">Receives the number of items found for each user.</param>
    /// <param name="filter">Which items may be returned.</param>
    internal void Retrieve(ReadOnlySpan<UserQuery> queries, Span<int> items, Span<float> scores, Span<int> found, ItemFilter filter)
    {
        if (IsExhaustive)
        {
            RetrieveExhaustively(queries, items, scores, found, filter);
            return;
        }

        int topN = items.Length / queries.Length;
        for (int user = 0; user < queries.Length; user++)
        {
            found[user] = RetrieveFromClusters(queries[user], items.Slice(user * topN, topN), scores.Slice(user * topN, topN), filter);
        }
    }

    /// <summary>The same search over another number K of clusters; <see langword="null"/>: the same number.</summary>
    /// <exception cref="ArgumentException">There is no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above M.</exception>
    internal Retriever WithClusters(int? clusters)
    {
        if (clusters is null || clusters == Clusters)
        {
            return this;
        }

        return Index is not null
            ? new Retriever(Model, Interactions, Index, clusters)
            : throw new ArgumentException($"{clusters} clusters were asked for, but the model has no clustering index: its search is exhaustive.", nameof(clusters));
    }

    private bool IsExhaustive => Index is null || Clusters == Index.ClusterCount;

    private void RetrieveExhaustively(ReadOnlySpan<UserQuery> queries, Span<int> items, Span<float> scores, Span<int> found, ItemFilter filter)
    {
        int topN = items.Length / queries.Length;
        found.Clear();
        using var scan = new CatalogueScan(Model, queries);
        while (scan.MoveNext())
        {
            for (int user = 0; user < queries.Length; user++)
            {
                var block = scan.GetScores(user);
                filter.Exclude(queries[user].Items, scan.Start, block);
                var selector = new TopNSelector(items.Slice(user * topN, topN), scores.Slice(user * topN, topN), found[user]);
                selector.AddRange(scan.Start, block);
                found[user] = selector.Count;
            }
        }

        for (int user = 0; user < queries.Length; user++)
        {
            new TopNSelector(items.Slice(user * topN, topN), scores.Slice(user * topN, topN), found[user]).Complete();
        }
    }

    private int RetrieveFromClusters(UserQuery query, Span<int> items, Span<float> scores, ItemFilter filter)
    {
        var candidates = ArrayPool<int>.Shared.Rent(Model.ItemCount);
        int count = Index!.CollectCandidates(query, Clusters!.Value, items.Length, filter, candidates);
        var buffer = ArrayPool<float>.Shared.Rent(Math.Max(count, 1));
        Model.Score(query, candidates.AsSpan(0, count), buffer.AsSpan(0, count));
        var selector = new TopNSelector(items, scores);
        for (int n = 0; n < count; n++)
        {
            selector.Add(candidates[n], buffer[n]);
        }

        ArrayPool<int>.Shared.Return(candidates);
        ArrayPool<float>.Shared.Return(buffer);
        return selector.Complete();
    }
}
