using BenchmarkDotNet.Attributes;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Answering;

/// <summary>
/// One user against all items, by each kind of attention over 4 spaces of 64 dimensions, on one thread: time for all the items. The baseline is a
/// product of one of the 4 vectors. 2,048 items stay in the cache, 40,960 don't.
/// </summary>
[BenchmarkCategory("Answering")]
public class AttentionBenchmarks
{
    private const int Spaces = 4;
    private const int Dimension = 64;
    private const int Users = 64;
    private const int HiddenUnits = 16;

    private RepresentationSpace[] _spaces = null!;
    private (AttentionModel Model, UserQuery Query) _fixed;
    private (AttentionModel Model, UserQuery Query) _scores;
    private (AttentionModel Model, UserQuery Query) _representations;
    private float[] _results = null!;

    [Params(2_048, 40_960)]
    public int Items { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _results = new float[Items];
        _spaces = [.. Enumerable.Range(0, Spaces).Select(r => RandomModel.CreateSpace($"S{r}", Users, Items, Dimension, seed: 10 * r))];
        var interactions = RandomModel.CreateInteractions(Users, Items);
        _fixed = Prepare(new FixedWeighting(new float[Spaces]), Blend.Scores);
        _scores = Prepare(new ScoreWeighting(new float[Spaces], new DenseNetwork(CreateLayer(Spaces + 2, HiddenUnits), CreateLayer(HiddenUnits, Spaces)), new float[Items]), Blend.Scores);
        var networks = _spaces.Select(_ => new DenseNetwork(CreateLayer(Dimension, Dimension), CreateLayer(Dimension, Dimension))).ToArray();
        _representations = Prepare(new RepresentationWeighting(new float[Spaces], networks, _spaces), Blend.Representations);

        (AttentionModel Model, UserQuery Query) Prepare(AttentionWeighting weighting, Blend blend)
        {
            var model = new AttentionModel(_spaces, [1, 1, 1, 1], weighting, blend, VectorSimilarity.Product);
            var query = model.CreateQuery();
            model.Prepare(query, interactions, 0);
            return (model, query);
        }
    }

    [Benchmark(Baseline = true)]
    public void OneSpace() => _spaces[0].ScoreAll(new UserView(_spaces[0].GetUserVector(0), []), _results);

    [Benchmark]
    public void FixedWeights() => _fixed.Model.ScoreAll(_fixed.Query, _results);

    [Benchmark]
    public void AttentionOverScores() => _scores.Model.ScoreAll(_scores.Query, _results);

    [Benchmark]
    public void AttentionOverRepresentations() => _representations.Model.ScoreAll(_representations.Query, _results);

    private static DenseLayer CreateLayer(int inputs, int outputs)
    {
        var weights = new float[inputs * outputs];
        GaussianNoise.Fill(weights, 0.1f, seed: 5);
        return new DenseLayer(inputs, weights, new float[outputs]);
    }
}
