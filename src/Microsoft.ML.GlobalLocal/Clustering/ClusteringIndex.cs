using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The index of section 3.4 of the paper: M clusters of items in one space, each a centroid and the inverted list of its items. Immutable and
/// thread-safe.
/// </summary>
public sealed class ClusteringIndex
{
    private readonly int[] _listStarts;
    private readonly int[] _listItems;
    private readonly int[] _assignment;

    /// <summary>Makes an index of centroids: every item is assigned to the nearest one (Euclidean; ties to the lower cluster).</summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="centroids">The centroids, row after row: [M * dimension].</param>
    /// <exception cref="ArgumentException">The table does not hold at least one whole, finite centroid.</exception>
    public ClusteringIndex(RepresentationSpace space, float[] centroids)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(centroids);
        if (centroids.Length == 0 || centroids.Length % space.Dimension != 0 || !TensorPrimitives.IsFiniteAll<float>(centroids))
        {
            throw new ArgumentException($"A table of {centroids.Length} numbers does not hold whole, finite centroids of length {space.Dimension}.", nameof(centroids));
        }

        Space = space;
        Centroids = centroids;
        _assignment = new int[space.ItemCount];
        _listStarts = new int[ClusterCount + 1];
        for (int item = 0; item < space.ItemCount; item++)
        {
            _assignment[item] = FindNearest(space.GetItemVector(item));
            _listStarts[_assignment[item] + 1]++;
        }

        for (int cluster = 0; cluster < ClusterCount; cluster++)
        {
            _listStarts[cluster + 1] += _listStarts[cluster];
        }

        _listItems = new int[space.ItemCount];
        var next = _listStarts.AsSpan(0, ClusterCount).ToArray();
        for (int item = 0; item < space.ItemCount; item++)
        {
            _listItems[next[_assignment[item]]++] = item;
        }
    }

    /// <summary>The space whose item vectors are clustered.</summary>
    public RepresentationSpace Space { get; }

    /// <summary>The number M of clusters.</summary>
    public int ClusterCount => Centroids.Length / Space.Dimension;

    /// <summary>The centroids, row after row: [M * dimension].</summary>
    internal float[] Centroids { get; }

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
        Span<float> scores = ClusterCount <= 1024 ? stackalloc float[ClusterCount] : new float[ClusterCount];
        var selector = new TopNSelector(clusters[..ClusterCount], scores);
        for (int cluster = 0; cluster < ClusterCount; cluster++)
        {
            selector.Add(cluster, Space.Similarity == VectorSimilarity.Product
                ? TensorPrimitives.Dot(userVector, GetCentroid(cluster))
                : -TensorPrimitives.Distance(userVector, GetCentroid(cluster)));
        }

        selector.Complete();
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
        Span<int> ranked = ClusterCount <= 1024 ? stackalloc int[ClusterCount] : new int[ClusterCount];
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

    private int FindNearest(ReadOnlySpan<float> vector)
    {
        int nearest = 0;
        float smallest = float.PositiveInfinity;
        for (int cluster = 0; cluster < ClusterCount; cluster++)
        {
            float distance = TensorPrimitives.Distance(vector, GetCentroid(cluster));
            if (distance < smallest)
            {
                (nearest, smallest) = (cluster, distance);
            }
        }

        return nearest;
    }
}
