using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Serialization;

/// <summary>A model of one space as a zip: written, and read until it has answered. The baseline writes the tables' bytes as they are.</summary>
[BenchmarkCategory("Serialization")]
public class ModelFileBenchmarks
{
    private const int Dimension = 64;

    private readonly MLContext _mlContext = new();
    private readonly string _path = Path.GetTempFileName();
    private InteractionData _data = null!;
    private float[] _vectors = null!;
    private GlobalLocalTransformer _model = null!;

    /// <summary>The number of users, and of items.</summary>
    [ParamsSource(nameof(Counts))]
    public int Count { get; set; }

    public static IEnumerable<int> Counts => BenchmarkScale.Select(quick: [10_000], all: [10_000, 100_000]);

    [GlobalSetup]
    public void Setup()
    {
        _data = BenchmarkData.Generate(Count, Count, 20 * Count);
        _vectors = new float[Count * Dimension];
        GaussianNoise.Fill(_vectors, 1, seed: 1);
        var space = new VectorSpace("R", Dimension, _vectors, _vectors, VectorSimilarity.Product);
        _model = new GlobalLocalTransformer(_mlContext, new GlobalLocalModel(_data.Users, _data.Items, _data.Interactions, AttentionModel.OfOne(space, _data.Interactions)));
        Save();
    }

    [Benchmark(Baseline = true)]
    public void WriteBytes()
    {
        using var stream = File.Create(_path + ".bytes");
        for (int side = 0; side < 2; side++)
        {
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(_vectors));
        }
    }

    [Benchmark]
    public void Save() => _mlContext.GlobalLocal().Save(_model, BenchmarkData.CreateView(_mlContext, _data).Schema, _path);

    [Benchmark]
    public IReadOnlyList<Recommendation> LoadAndAnswer() =>
        _mlContext.GlobalLocal().CreateRecommender(_mlContext.Model.Load(_path, out _)).Recommend("u0");

    [GlobalCleanup]
    public void Cleanup()
    {
        File.Delete(_path);
        File.Delete(_path + ".bytes");
    }
}
