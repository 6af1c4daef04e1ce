using BenchmarkDotNet.Attributes;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Answering;

/// <summary>A row of a prediction engine: the score of a user-item pair, and as the baseline a mapper that reads the same keys and does nothing with them.</summary>
[BenchmarkCategory("Answering")]
public class PredictionEngineBenchmarks
{
    private readonly MLContext _context = new(seed: 1);
    private PredictionEngine<Pair, Sum> _empty = null!;
    private PredictionEngine<Pair, Scored> _model = null!;
    private Pair[] _pairs = null!;
    private Sum _sum = new();
    private Scored _scored = new();
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _pairs = [.. Enumerable.Range(0, 10_000).Select(_ => new Pair { User = (uint)random.Next(RandomModel.Users) + 1, Item = (uint)random.Next(RandomModel.Items) + 1 })];
        var data = _context.Data.LoadFromEnumerable(_pairs);
        _empty = _context.Model.CreatePredictionEngine<Pair, Sum>(_context.Transforms.CustomMapping<Pair, Sum>((pair, sum) => sum.Score = pair.User + pair.Item, null).Fit(data));
        _model = _context.Model.CreatePredictionEngine<Pair, Scored>(new GlobalLocalTransformer(_context, RandomModel.CreateDefault()));
    }

    [Benchmark(Baseline = true)]
    public float EmptyMapper()
    {
        _empty.Predict(Next(), ref _sum);
        return _sum.Score;
    }

    [Benchmark]
    public float Score()
    {
        _model.Predict(Next(), ref _scored);
        return _scored.Score;
    }

    private Pair Next() => _pairs[_next = (_next + 1) % _pairs.Length];

    public sealed class Pair
    {
        [KeyType(RandomModel.Users)]
        public uint User { get; set; }

        [KeyType(RandomModel.Items)]
        public uint Item { get; set; }
    }

    public sealed class Sum
    {
        public float Score { get; set; }
    }

    public sealed class Scored
    {
        public float Score { get; set; }
    }
}
