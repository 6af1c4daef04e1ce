using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains a <see cref="ClusteringIndex"/>: ML.NET's own k-means over the item vectors of a space.</summary>
public static class ClusteringTrainer
{
    private const int MaximumIterations = 100;

    // More points move the centroids little, and cost as much each.
    private const int MaximumPoints = 1 << 17;
    private const int PointsPerCluster = 64;

    /// <summary>The default number M of clusters: the rounded square root of the number of items.</summary>
    /// <param name="items">The number of items, at least 1.</param>
    public static int GetDefaultClusters(int items) => Math.Max(1, (int)Math.Round(Math.Sqrt(items)));

    /// <summary>
    /// Clusters the items of a space; a vector that several items share counts once. Where there are fewer than M distinct vectors, each of
    /// these is a centroid, and the clusters that remain are empty. Of more distinct vectors than 131,072, or 64 M where that is more, evenly spread ones
    /// make the centroids.
    /// </summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="clusters">The number M of clusters, from 1 to the number of items; <see langword="null"/>: <see cref="GetDefaultClusters"/>.</param>
    /// <param name="seed">The seed of the first centroids: the same seed gives the same bytes.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clusters"/> is below 1 or above the number of items.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public static ClusteringIndex Train(RepresentationSpace space, int? clusters, int seed, CancellationToken cancellationToken = default) =>
        Train(space, clusters, seed, new ParallelOptions { CancellationToken = cancellationToken });

    /// <summary>Clusters the items of a space, as the other method does.</summary>
    /// <param name="space">The space whose item vectors are clustered.</param>
    /// <param name="clusters">The number M of clusters.</param>
    /// <param name="seed">The seed of the first centroids.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    internal static ClusteringIndex Train(RepresentationSpace space, int? clusters, int seed, ParallelOptions parallelism)
    {
        ArgumentNullException.ThrowIfNull(space);
        int count = clusters ?? GetDefaultClusters(space.ItemCount);
        if (count < 1 || count > space.ItemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(clusters), count, $"The number M of clusters must lie between 1 and the number of items, {space.ItemCount}.");
        }

        parallelism.CancellationToken.ThrowIfCancellationRequested();
        var distinct = FindDistinct(space);
        var centroids = distinct.Count > count
            ? ComputeCentroids(EvenSample.Take(distinct.ToArray(), (int)Math.Clamp((long)count * PointsPerCluster, MaximumPoints, Array.MaxLength)), space.Dimension, count, seed, parallelism.CancellationToken)
            : [.. Enumerable.Range(0, count).SelectMany(n => distinct[Math.Min(n, distinct.Count - 1)].Features)];
        return new ClusteringIndex(space, centroids, parallelism);
    }

    private static List<Row> FindDistinct(RepresentationSpace space)
    {
        var rows = new List<Row>();
        var seen = new HashSet<VectorKey>();
        for (int item = 0; item < space.ItemCount; item++)
        {
            if (seen.Add(new VectorKey(space.ItemTable.AsMemory(item * space.Dimension, space.Dimension))))
            {
                rows.Add(new Row { Features = space.GetItemVector(item).ToArray() });
            }
        }

        return rows;
    }

    private static float[] ComputeCentroids(Row[] rows, int dimension, int clusters, int seed, CancellationToken cancellationToken)
    {
        // A context of its own: k-means draws from its context's randomness, which other uses of a shared one would move on.
        var context = new MLContext(seed);
        using var stop = cancellationToken.Register(context.CancelExecution);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimension);
        var trainer = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = nameof(Row.Features),
            NumberOfClusters = clusters,
            MaximumNumberOfIterations = MaximumIterations,

            // The other two refuse points that lie too close together, and k-means++ takes M * M passes over the items.
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.Random,
            NumberOfThreads = 1,
        });
        try
        {
            VBuffer<float>[]? centroids = null;
            trainer.Fit(context.Data.LoadFromEnumerable(rows, schema)).Model.GetClusterCentroids(ref centroids, out _);
            return centroids.SelectMany(centroid => centroid.DenseValues()).ToArray();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    /// <summary>A vector compared by its bytes.</summary>
    private readonly struct VectorKey(ReadOnlyMemory<float> vector) : IEquatable<VectorKey>
    {
        public ReadOnlySpan<float> Vector => vector.Span;

        public bool Equals(VectorKey other) => MemoryMarshal.AsBytes(Vector).SequenceEqual(MemoryMarshal.AsBytes(other.Vector));

        public override bool Equals(object? obj) => obj is VectorKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(Vector));
            return hash.ToHashCode();
        }
    }
}
