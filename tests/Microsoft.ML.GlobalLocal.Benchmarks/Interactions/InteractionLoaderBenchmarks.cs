using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Interactions;

/// <summary>From a text file to the matrix, step by step. The baseline reads the file's lines and does nothing with them.</summary>
[BenchmarkCategory("Interactions")]
public class InteractionLoaderBenchmarks
{
    private readonly MLContext _mlContext = new();
    private readonly string _path = Path.GetTempFileName();
    private IDataView _keys = null!;

    /// <summary>The number of interactions; there is a tenth as many users and as many items.</summary>
    [ParamsSource(nameof(Counts))]
    public int Count { get; set; }

    public static IEnumerable<int> Counts => BenchmarkScale.Select(quick: [100_000], all: [100_000, 1_000_000]);

    [GlobalSetup]
    public void Setup()
    {
        new InteractionGenerator(new() { Users = Count / 10, Items = Count / 10, Interactions = Count }).Write(_path);
        _keys = MapToKeys();
    }

    [Benchmark(Baseline = true)]
    public int ReadLines() => File.ReadLines(_path).Count();

    [Benchmark]
    public IDataView Check() => InteractionLoader.Load(_mlContext, _path);

    [Benchmark]
    public IDataView MapToKeys()
    {
        var keys = _mlContext.Transforms.Conversion;
        var view = Check();
        return keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(view).Transform(view);
    }

    [Benchmark]
    public InteractionData ReadMatrix() => InteractionReader.Read(_mlContext, _keys);

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);
}
