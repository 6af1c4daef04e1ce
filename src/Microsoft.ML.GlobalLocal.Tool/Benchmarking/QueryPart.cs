using System.Diagnostics;

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
        int[] sample = BenchmarkData.Sample(users, Queries);
        var exhaustive = Answer(new Retriever(model, interactions), sample, items, Exhaustive, recorder);
        int clusters = FindClusters(model, interactions, index, sample, exhaustive, cancellationToken);
        var found = Answer(new Retriever(model, interactions, index, clusters), sample, items, Indexed, recorder);
        recorder.Add("searched clusters", clusters);
        recorder.Add("recall", GetRecall(exhaustive, found));
        recorder.Add("share of items visited", sample.Average(user => CountVisited(index, space.GetUserVector(user), clusters)) / items);
    }

    /// <summary>Answers for all users, each timed, after a first round that is not.</summary>
    private static int[][] Answer(Retriever retriever, int[] users, int items, string step, StepRecorder recorder)
    {
        var times = new double[users.Length];
        RetrieveAll(retriever, users, times);
        var lists = recorder.Measure(step, items, () => RetrieveAll(retriever, users, times), users.Length, "answers");
        Array.Sort(times);
        recorder.Add("p50 ms", times[times.Length / 2]);
        recorder.Add("p99 ms", times[(int)(0.99 * (times.Length - 1))]);
        return lists;
    }

    private static int[][] RetrieveAll(Retriever retriever, int[] users, double[] times)
    {
        var scores = new float[TopN];
        var lists = new int[users.Length][];
        for (int n = 0; n < users.Length; n++)
        {
            var list = new int[TopN];
            long start = Stopwatch.GetTimestamp();
            int count = retriever.Retrieve(users[n], list, scores);
            times[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            lists[n] = list[..count];
        }

        return lists;
    }

    /// <summary>The smallest number of clusters, within an eighth, that gives the recall.</summary>
    private static int FindClusters(AttentionModel model, InteractionMatrix interactions, ClusteringIndex index, int[] users, int[][] exhaustive, CancellationToken cancellationToken)
    {
        var times = new double[users.Length];
        int clusters = 1;
        while (clusters < index.ClusterCount && GetRecall(exhaustive, RetrieveAll(new Retriever(model, interactions, index, clusters), users, times)) < Recall)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clusters = Math.Min(clusters + Math.Max(1, clusters / 8), index.ClusterCount);
        }

        return clusters;
    }

    private static double GetRecall(int[][] exhaustive, int[][] found) =>
        exhaustive.Zip(found, (all, some) => all.Intersect(some).Count() / (double)all.Length).Average();

    private static int CountVisited(ClusteringIndex index, ReadOnlySpan<float> userVector, int clusters)
    {
        var ranked = new int[index.ClusterCount];
        index.RankClusters(userVector, ranked);
        return ranked.Take(clusters).Sum(cluster => index.GetItems(cluster).Length);
    }
}
