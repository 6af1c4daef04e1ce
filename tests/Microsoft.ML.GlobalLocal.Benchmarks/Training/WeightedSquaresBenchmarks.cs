using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Training;

/// <summary>
/// Weighted squares on Gowalla: a sweep over both sides with 3 steps of conjugate gradients, and the exact solution for all users. The objective is that of
/// confidence 100 for an interaction and 1 for none, with a regularisation of 100.
/// </summary>
[BenchmarkCategory("Training")]
public class WeightedSquaresBenchmarks
{
    private const float Weight = 1 / 99f;
    private const float Ridge = 100 / 99f;

    private PlainWeightedSquares _plain = null!;
    private WeightedSquaresSolver _solver = null!;

    /// <summary>The length of the vectors.</summary>
    [ParamsSource(nameof(Dimensions))]
    public int Dimension { get; set; }

    /// <summary>The lengths that are measured.</summary>
    public static IEnumerable<int> Dimensions => BenchmarkScale.Select(quick: [64], all: [64, 128, 256]);

    [GlobalSetup]
    public void Setup()
    {
        _plain = new PlainWeightedSquares(BenchmarkData.Gowalla.Interactions, Weight, Ridge, Dimension);
        _plain.Sweep();
        _solver = new WeightedSquaresSolver(BenchmarkData.Gowalla.Interactions, new LeastSquaresFolding(Weight, Ridge, 0), Dimension, steps: 3, seed: 1, new ParallelOptions());
        _solver.Sweep();
    }

    [Benchmark(Baseline = true)]
    public void PlainSweep() => _plain.Sweep();

    [Benchmark]
    public void Sweep() => _solver.Sweep();

    [Benchmark]
    public void SolveUsers() => _solver.SolveUsers();
}
