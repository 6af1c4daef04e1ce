using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Interactions;

/// <summary>Making interactions up. The baseline draws as many pairs at random and keeps nothing.</summary>
[BenchmarkCategory("Interactions")]
public class InteractionGeneratorBenchmarks
{
    private readonly string _path = Path.GetTempFileName();
    private InteractionGenerator _generator = null!;

    /// <summary>The number of interactions; there is a tenth as many users and as many items.</summary>
    [ParamsSource(nameof(Counts))]
    public int Count { get; set; }

    public static IEnumerable<int> Counts => BenchmarkScale.Select(quick: [100_000], all: [100_000, 1_000_000]);

    [GlobalSetup]
    public void Setup() => _generator = new InteractionGenerator(new() { Users = Count / 10, Items = Count / 10, Interactions = Count });

    [Benchmark(Baseline = true)]
    public long DrawPairs()
    {
        var random = new Random(1);
        long sum = 0;
        for (int n = 0; n < Count; n++)
        {
            sum += random.Next(Count / 10) + random.Next(Count / 10);
        }

        return sum;
    }

    [Benchmark]
    public long Generate() => _generator.Generate().Sum(pair => (long)pair.Item);

    [Benchmark]
    public InteractionMatrix CreateMatrix() => _generator.CreateMatrix();

    [Benchmark]
    public void Write() => _generator.Write(_path);

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);
}
