using BenchmarkDotNet.Attributes;
using Microsoft.ML.GlobalLocal.Benchmarks.Answering;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Index;

/// <summary>The steps of an index of 202 clusters over Gowalla's number of items, 128 dimensions: its making, the assignment of the items, the ranking for a user.</summary>
[BenchmarkCategory("Index")]
public class ClusteringIndexBenchmarks
{
    private const int Clusters = 202;

    private readonly int[] _ranked = new int[Clusters];
    private VectorSpace _space = null!;
    private float[] _centroids = null!;
    private ClusteringIndex _index = null!;

    [GlobalSetup]
    public void Setup()
    {
        _space = RandomModel.CreateSpace("S", 100, RandomModel.Items, 128, seed: 1);
        _centroids = _space.ItemTable[..(Clusters * 128)];
        _index = new ClusteringIndex(_space, _centroids);
    }

    [Slow]
    [Benchmark]
    public ClusteringIndex Train() => ClusteringTrainer.Train(_space, Clusters, seed: 1);

    [Benchmark(Baseline = true)]
    public ClusteringIndex AssignItems() => new(_space, _centroids);

    [Benchmark]
    public void RankClusters() => _index.RankClusters(_space.GetUserVector(0), _ranked);
}
