using BenchmarkDotNet.Attributes;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Training;

/// <summary>The spaces GS and GN on Gowalla, each at one point and without a search.</summary>
[BenchmarkCategory("Training")]
public class LinearSpacesBenchmarks
{
    private SpaceTrainingContext _context = null!;

    [GlobalSetup]
    public void Setup() => _context = new SpaceTrainingContext { Interactions = BenchmarkData.Gowalla.Interactions, Host = (IHostEnvironment)new MLContext(1) };

    /// <summary>GS of 64 singular vectors.</summary>
    [Slow]
    [Benchmark]
    public TrainedSpace Spectral64() => new SpectralTrainer(new() { Dimensions = [64] }).Train(_context);

    /// <summary>GS of 256 singular vectors.</summary>
    [Slow]
    [Benchmark]
    public TrainedSpace Spectral256() => new SpectralTrainer(new() { Dimensions = [256] }).Train(_context);

    /// <summary>GN with 100 neighbours of each item.</summary>
    [Slow]
    [Benchmark]
    public TrainedSpace Neighbourhood() => new NeighbourhoodTrainer(new() { Neighbours = 100, Dimension = 1 }).Train(_context);
}
