namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>How the time of one answer grows with the number of items, on one thread: exhaustively, and through the index at the same recall.</summary>
internal sealed class QueryPart : BenchmarkPart
{
    private const int Dimension = 64;
    private const int Sweeps = 4;
    private const int TopN = 20;
    private const int Queries = 200;
    private const double Recall = 0.99;
    private const string Exhaustive = "exhaustive";
    private const string Indexed = "index";

    public override string Name => "query";

    public override string Title => $"One user's {TopN} best items by GW at d = {Dimension}, on one thread";

    public override string Limit =>
        $"An exhaustive answer is items x d multiply-adds and reads items x 4 d bytes, which beyond the cache is bounded by memory bandwidth. Through the index it is (clusters + items visited) x d; as few clusters are searched as give {Recall:0.00} of the exhaustive list's items.";

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) =>
        [.. options.Select<int[]>([1_000, 2_000], [40_000, 200_000, 1_000_000]).Select(items => new BenchmarkCase($"{items}", (recorder, cancellationToken) => Measure(options, items, recorder, cancellationToken)))];

    public override IReadOnlyList<FigurePanel> CreatePanels(IReadOnlyList<Measurement> measurements)
    {
        var curves = new[] { Exhaustive, Indexed }.Select(step =>
        {
            var answers = measurements.Where(measurement => measurement.Step == step).OrderBy(measurement => measurement.Size).ToArray();
            return new FigureCurve(step, [.. answers.Select(answer => answer.Size)], [.. answers.Select(answer => answer.Figures["p50 ms"])]);
        }).ToArray();
        return [new FigurePanel($"Median time of an answer, recall {Recall:0.00}", "items", "ms", [.. curves, FigureCurve.Proportional(curves[0].X, curves[0].Y[0])], IsLogarithmic: true)];
    }

    private static void Measure(BenchmarkOptions options, int items, StepRecorder recorder, CancellationToken cancellationToken)
    {
        int users = items / 4;
        var interactions = BenchmarkData.Create(users, items, 20 * users);
        var space = recorder.Measure("train", items, () => BenchmarkData.TrainWeightedSquares(options, interactions, Dimension, Sweeps, cancellationToken), interactions.Count, "interactions");
        var index = recorder.Measure("build the index", items, () => ClusteringTrainer.Train(space, null, seed: 1, cancellationToken), items, "items");
        recorder.Add("clusters", index.ClusterCount);
        var model = AttentionModel.OfOne(space, interactions);
        var lists = ExhaustiveLists.Compute(model, interactions, Queries, TopN, new ParallelOptions { CancellationToken = cancellationToken });
        TimedAnswers.Record(recorder, Exhaustive, new Retriever(model, interactions), lists.Users, TopN);
        var curve = RecallCurve.Measure(index, interactions, lists);
        int clusters = curve.FindClusters(Recall);
        TimedAnswers.Record(recorder, Indexed, new Retriever(model, interactions, index, clusters), lists.Users, TopN);
        recorder.Add("searched clusters", clusters);
        recorder.Add("recall", curve.GetRecall(clusters));
        recorder.Add("share of items visited", curve.GetVisitedShare(clusters));
    }
}
