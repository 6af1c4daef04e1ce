using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The index of section 3.4 of the paper: M clusters of items in one space, each a centroid and the inverted list of its items. Immutable and
/// thread-safe.
/// </summary>
public sealed class ClusteringIndex
{
    private const int BlockSize = 64;

    private readonly int[] _listStarts;
    private readonly int[] _listItems;
    private readonly int[] _assignment;

    /// <summary>Makes an index of centroids: every item is assigned to the nearest one (Euclidean; ties to the lower cluster).</summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="centroids">The centroids, row after row: [M * dimension].</param>
    /// <exception cref="ArgumentException">The table does not hold at least one whole, finite centroid.</exception>
    public ClusteringIndex(RepresentationSpace space, float[] centroids)
        : this(space, centroids, new ParallelOptions())
    {
    }

    /// <summary>Makes an index of centroids, as the other constructor does.</summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="centroids">The centroids, row after row: [M * dimension].</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <exception cref="ArgumentException">The table does not hold at least one whole, finite centroid.</exception>
    internal ClusteringIndex(RepresentationSpace space, float[] centroids, ParallelOptions parallelism)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(centroids);
        CheckCentroids(space, centroids);
        Space = space;
        Centroids = centroids;
        _assignment = AssignItems(parallelism);
        (_listStarts, _listItems) = CreateLists();
    }

    /// <summary>Makes an index of which it is known already where each item belongs.</summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="centroids">The centroids, row after row: [M * dimension].</param>
    /// <param name="assignment">The cluster of every item: [items]. Not copied.</param>
    /// <exception cref="ArgumentException">The table does not hold at least one whole, finite centroid, or an item is in no cluster.</exception>
    internal ClusteringIndex(RepresentationSpace space, float[] centroids, int[] assignment)
    {
        CheckCentroids(space, centroids);
        Space = space;
        Centroids = centroids;
        if (assignment.Length != space.ItemCount || assignment.AsSpan().ContainsAnyExceptInRange(0, ClusterCount - 1))
        {
            throw new ArgumentException($"Each of {space.ItemCount} items must be in one of {ClusterCount} clusters.", nameof(assignment));
        }

        _assignment = assignment;
        (_listStarts, _listItems) = CreateLists();
    }

    /// <summary>The space whose item vectors are clustered.</summary>
    public RepresentationSpace Space { get; }

    /// <summary>The number M of clusters.</summary>
    public int ClusterCount => Centroids.Length / Space.Dimension;

    /// <summary>The centroids, row after row: [M * dimension].</summary>
    internal float[] Centroids { get; }

    /// <summary>The cluster of every item: [items].</summary>
    internal ReadOnlySpan<int> Assignment => _assignment;

    /// <summary>The centroid of a cluster.</summary>
    /// <param name="cluster">The cluster, in [0, M).</param>
    public ReadOnlySpan<float> GetCentroid(int cluster) => Centroids.AsSpan(cluster * Space.Dimension, Space.Dimension);

    /// <summary>The inverted list of a cluster: its items, ascending.</summary>
    /// <param name="cluster">The cluster, in [0, M).</param>
    public ReadOnlySpan<int> GetItems(int cluster) => _listItems.AsSpan(_listStarts[cluster], _listStarts[cluster + 1] - _listStarts[cluster]);

    /// <summary>The cluster of an item.</summary>
    /// <param name="item">The item's index.</param>
    public int GetCluster(int item) => _assignment[item];

    /// <summary>Ranks all clusters for a user's vector by the similarity of the space, nearest first, ties by cluster.</summary>
    /// <param name="userVector">The user's vector in <see cref="Space"/>.</param>
    /// <param name="clusters">Receives the M clusters.</param>
    public void RankClusters(ReadOnlySpan<float> userVector, Span<int> clusters)
    {
        // A full selection sorts with ties by index, which Span.Sort does not promise.
        var rented = ArrayPool<float>.Shared.Rent(2 * ClusterCount);
        var similarities = rented.AsSpan(0, ClusterCount);
        VectorScores.Score(Space.Similarity, userVector, Centroids, Space.Dimension, similarities, ClusterCount);
        var selector = new TopNSelector(clusters[..ClusterCount], rented.AsSpan(ClusterCount, ClusterCount));
        selector.AddRange(0, similarities);
        selector.Complete();
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>
    /// The items of the K nearest clusters that the filter allows; where these are fewer than N, those of the next nearest clusters are added
    /// until there are N, or no cluster is left.
    /// </summary>
    /// <param name="query">The user.</param>
    /// <param name="clusters">The number K of clusters.</param>
    /// <param name="topN">The number N of items that must be found while there are as many.</param>
    /// <param name="filter">Which items may be returned.</param>
    /// <param name="candidates">Receives the candidates; as long as there are items.</param>
    /// <returns>The number of candidates.</returns>
    internal int CollectCandidates(UserQuery query, int clusters, int topN, ItemFilter filter, Span<int> candidates)
    {
        var rented = ArrayPool<int>.Shared.Rent(ClusterCount);
        var ranked = rented.AsSpan(0, ClusterCount);
        RankClusters(GetUserVector(query), ranked);
        int count = 0;
        for (int n = 0; n < ranked.Length && (n < clusters || count < topN); n++)
        {
            foreach (int item in GetItems(ranked[n]))
            {
                if (filter.Allows(query.Items, item))
                {
                    candidates[count++] = item;
                }
            }
        }

        ArrayPool<int>.Shared.Return(rented);
        return count;
    }

    private ReadOnlySpan<float> GetUserVector(UserQuery query)
    {
        if (query.User >= 0)
        {
            return Space.GetUserVector(query.User);
        }

        var vector = new float[Space.Dimension];
        Space.FoldIn(query.Items, vector);
        return vector;
    }

    private static void CheckCentroids(RepresentationSpace space, float[] centroids)
    {
        if (centroids.Length == 0 || centroids.Length % space.Dimension != 0 || !TensorPrimitives.IsFiniteAll<float>(centroids))
        {
            throw new ArgumentException($"A table of {centroids.Length} numbers does not hold whole, finite centroids of length {space.Dimension}.", nameof(centroids));
        }
    }

    private int[] AssignItems(ParallelOptions parallelism)
    {
        var assignment = new int[Space.ItemCount];
        int dimension = Space.Dimension;
        Parallel.For(0, (Space.ItemCount + BlockSize - 1) / BlockSize, parallelism, block =>
        {
            int start = block * BlockSize;
            int count = Math.Min(BlockSize, Space.ItemCount - start);
            var rented = ArrayPool<float>.Shared.Rent(count * ClusterCount);
            VectorScores.Score(VectorSimilarity.NegativeDistance, Space.ItemTable.AsSpan(start * dimension, count * dimension), Centroids, dimension, rented, ClusterCount);
            for (int n = 0; n < count; n++)
            {
                assignment[start + n] = TensorPrimitives.IndexOfMax<float>(rented.AsSpan(n * ClusterCount, ClusterCount));
            }

            ArrayPool<float>.Shared.Return(rented);
        });
        return assignment;
    }

    private (int[] Starts, int[] Items) CreateLists()
    {
        var starts = new int[ClusterCount + 1];
        foreach (int cluster in _assignment)
        {
            starts[cluster + 1]++;
        }

        for (int cluster = 0; cluster < ClusterCount; cluster++)
        {
            starts[cluster + 1] += starts[cluster];
        }

        var items = new int[_assignment.Length];
        var next = starts.AsSpan(0, ClusterCount).ToArray();
        for (int item = 0; item < items.Length; item++)
        {
            items[next[_assignment[item]]++] = item;
        }

        return (starts, items);
    }
}
