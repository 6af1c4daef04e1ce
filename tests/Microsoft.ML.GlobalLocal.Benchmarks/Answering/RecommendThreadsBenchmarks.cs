using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Answering;

/// <summary>Requests to one recommender from several threads: the time of a request falls with their number as long as there are cores.</summary>
[BenchmarkCategory("Answering")]
public class RecommendThreadsBenchmarks
{
    private const int Requests = 256;

    private Recommender _recommender = null!;

    [Params(1, 2, 4)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _recommender = new Recommender(RandomModel.WithIndex(RandomModel.CreateDefault(), clusters: 200, searched: 10));

    [Benchmark(OperationsPerInvoke = Requests)]
    public void Recommend() => Parallel.For(
        0, Requests, new ParallelOptions { MaxDegreeOfParallelism = Threads }, user => _recommender.Recommend(_recommender.Model.Users[user], 20));
}
