namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>How many answers a recommender gives in a second, asked by more and more threads.</summary>
internal sealed class ThreadsPart : BenchmarkPart
{
    private const int Dimension = 64;
    private const int Sweeps = 2;
    private const int TopN = 20;

    public override string Name => "threads";

    public override string Title => $"One recommender asked by several threads: each user's {TopN} best items by GW at d = {Dimension}, exhaustively";

    public override string Limit => "As many times one thread's rate as there are threads, up to the number of cores; less where the tables exceed the cache that the cores share, or the machine does other work.";

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) => [new BenchmarkCase("recommender", (recorder, cancellationToken) =>
    {
        var (users, items, answers) = options.Select<(int Users, int Items, int Answers)>((1_000, 1_000, 500), (29_858, 40_981, 2_000));
        var interactions = BenchmarkData.Create(users, items, 20 * items);
        var space = BenchmarkData.TrainWeightedSquares(options, interactions, Dimension, Sweeps, cancellationToken);
        var model = new GlobalLocalModel(BenchmarkData.CreateIds("user", users), BenchmarkData.CreateIds("item", items), interactions, AttentionModel.OfOne(space, interactions));
        var recommender = new Recommender(model);
        int[] sample = EvenSample.Take([.. Enumerable.Range(0, users)], answers);
        Ask(recommender, sample, options.Threads, cancellationToken);
        foreach (int threads in GetThreadCounts(options.Threads))
        {
            recorder.Measure($"{threads} thread{(threads == 1 ? "" : "s")}", threads, () => Ask(recommender, sample, threads, cancellationToken), sample.Length, "answers");
            recorder.Add("times one thread's rate", recorder.Measurements[0].Seconds / recorder.Measurements[^1].Seconds);
        }
    })];

    public override IReadOnlyList<FigurePanel> CreatePanels(IReadOnlyList<Measurement> measurements)
    {
        double[] threads = [.. measurements.Select(measurement => measurement.Size)];
        return [new FigurePanel("Answers of one recommender", "threads", "answers a second", [new FigureCurve("measured", threads, [.. measurements.Select(measurement => measurement.Rate!.Value)]), FigureCurve.Proportional(threads, measurements[0].Rate!.Value)])];
    }

    private static IEnumerable<int> GetThreadCounts(int threads)
    {
        for (int count = 1; count < threads; count *= 2)
        {
            yield return count;
        }

        yield return threads;
    }

    private static void Ask(Recommender recommender, int[] users, int threads, CancellationToken cancellationToken)
    {
        int next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            while (Interlocked.Increment(ref next) is var n && n < users.Length && !cancellationToken.IsCancellationRequested)
            {
                recommender.Recommend(recommender.Model.Users[users[n]], TopN);
            }
        })).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        cancellationToken.ThrowIfCancellationRequested();
    }
}
