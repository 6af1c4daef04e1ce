using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Answering;

/// <summary>
/// The top 20 of one user of a model of Gowalla's size, on one thread: exhaustively, which is the baseline, and through an index of 200 clusters of
/// which 10 are searched; and of 64 users at once, a user.
/// </summary>
[BenchmarkCategory("Answering")]
public class RecommendBenchmarks
{
    private const int TopN = 20;
    private const int Group = 64;
    private const int Clusters = 200;
    private const int Searched = 10;

    private readonly int[] _items = new int[Group * TopN];
    private readonly float[] _scores = new float[Group * TopN];
    private readonly int[] _found = new int[Group];
    private Recommender _exhaustive = null!;
    private Recommender _indexed = null!;
    private UserQuery[] _queries = null!;
    private int _user;

    /// <summary>The default preset's two spaces, or one with 128 dimensions.</summary>
    [Params("default", "one space")]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var model = Model == "default" ? RandomModel.CreateDefault() : RandomModel.CreateOfOne(128);
        _exhaustive = new Recommender(model);
        _indexed = new Recommender(RandomModel.WithIndex(model, Clusters, Searched));
        _queries = new UserQuery[Group];
        for (int user = 0; user < Group; user++)
        {
            _queries[user] = model.Attention.CreateQuery();
            model.Attention.Prepare(_queries[user], model.Interactions, user);
        }
    }

    [Benchmark(Baseline = true)]
    public IReadOnlyList<Recommendation> Exhaustive() => _exhaustive.Recommend(NextUser(), TopN);

    [Benchmark]
    public IReadOnlyList<Recommendation> ThroughTheIndex() => _indexed.Recommend(NextUser(), TopN);

    [Benchmark(OperationsPerInvoke = Group)]
    public void ManyUsersAtOnce() => _exhaustive.Model.Retriever.Retrieve(_queries, _items, _scores, _found, ItemFilter.Unseen);

    private string NextUser() => _exhaustive.Model.Users[_user = (_user + 1) % RandomModel.Users];
}
