namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>How GW's training time grows with the data.</summary>
internal sealed class WeightedSquaresPart : BenchmarkPart
{
    private const int Dimension = 64;
    private const int Sweeps = 8;
    private const int InteractionsPerUser = 20;

    public override string Name => "weighted-squares";

    public override string Title => $"Training GW at d = {Dimension}, {Sweeps} sweeps, as many items as users, {InteractionsPerUser} interactions per user";

    public override string Limit =>
        "A sweep of s steps of conjugate gradients is (s + 1) products with the Gramian, (users + items) d^2 multiply-adds each, and (s + 2) passes over the rows of the other side, 2 interactions x 2 d multiply-adds each; the users are solved exactly at the end, d^3 / 6 each. A pass reads 2 interactions x 4 d bytes, at random where the tables exceed the cache.";

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) =>
    [
        .. options.Select<int[]>([10_000, 20_000], [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]).Select(count => new BenchmarkCase($"{count}", (recorder, cancellationToken) =>
        {
            int side = count / InteractionsPerUser;
            var interactions = recorder.Measure("generate", count, () => BenchmarkData.Create(side, side, count), count, "interactions");
            recorder.Measure(
                "train", count, () => BenchmarkData.TrainWeightedSquares(options, interactions, Dimension, Sweeps, cancellationToken), (double)count * Sweeps, "interactions x sweeps");
        })),
    ];

    public override IReadOnlyList<FigurePanel> CreatePanels(IReadOnlyList<Measurement> measurements)
    {
        var trained = measurements.Where(measurement => measurement.Step == "train").OrderBy(measurement => measurement.Size).ToArray();
        double[] sizes = [.. trained.Select(measurement => measurement.Size)];
        return
        [
            new FigurePanel("GW, training time", "interactions", "seconds", [new FigureCurve("measured", sizes, [.. trained.Select(measurement => measurement.Seconds)]), FigureCurve.Proportional(sizes, trained[0].Seconds)], IsLogarithmic: true),
            new FigurePanel("GW, peak memory", "interactions", "MB", [new FigureCurve("measured", sizes, [.. trained.Select(measurement => measurement.PeakBytes / 1e6)])], IsLogarithmic: true),
        ];
    }
}
