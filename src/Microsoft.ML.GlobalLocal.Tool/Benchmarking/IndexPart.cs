namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What an index costs and finds, for numbers M of clusters and K of clusters searched: <see cref="IndexStudy"/> on real and generated data.</summary>
internal sealed class IndexPart : BenchmarkPart
{
    private const int Dimension = 64;
    private const int Sweeps = 8;
    private const string Gowalla = "gowalla";
    private const string GowallaFile = "gowalla/train.tsv";
    private const int GeneratedItems = 1_000_000;

    public override string Name => "index";

    public override string Title => $"Recall of the exhaustive lists through an index of GW at d = {Dimension}; the curves are in index-*.csv and index-*.png";

    public override string Limit => "A search is (clusters + items visited) x d multiply-adds; building is items x clusters x d for each pass of k-means over its sample, and once over all items.";

    public override IReadOnlyList<string> GetFiles(BenchmarkOptions options) => options.IsQuick ? [] : [GowallaFile];

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) => options.IsQuick
        ? [new BenchmarkCase("generated", (recorder, cancellationToken) => Measure(options, "generated", BenchmarkData.Create(400, 1_000, 8_000), recorder, cancellationToken))]
        :
        [
            new BenchmarkCase(Gowalla, (recorder, cancellationToken) =>
                Measure(options, Gowalla, BenchmarkData.Read(options, GowallaFile), recorder, cancellationToken)),
            new BenchmarkCase("generated", (recorder, cancellationToken) =>
                Measure(options, "generated", BenchmarkData.Create(GeneratedItems / 4, GeneratedItems, 5 * GeneratedItems), recorder, cancellationToken)),
        ];

    private static void Measure(BenchmarkOptions options, string name, InteractionMatrix interactions, StepRecorder recorder, CancellationToken cancellationToken)
    {
        int items = interactions.ItemCount;
        var space = recorder.Measure("train", items, () => BenchmarkData.TrainWeightedSquares(options, interactions, Dimension, Sweeps, cancellationToken));
        var model = new GlobalLocalModel(
            BenchmarkData.CreateIds("user", interactions.UserCount), BenchmarkData.CreateIds("item", items), interactions, AttentionModel.OfOne(space, interactions));
        int usual = ClusteringTrainer.GetDefaultClusters(items);
        var rows = recorder.Measure("study", items, () => IndexStudy.Run(model, space, [usual / 2, usual, 2 * usual], cancellationToken: cancellationToken));
        string path = Path.Combine(options.Output, $"{options.Select("quick-", "")}index-{name}");
        WholeFile.Write($"{path}.csv", stream =>
        {
            using var output = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            IndexStudy.WriteCsv(rows, output);
        });
        IndexStudy.DrawShare(rows).SavePng($"{path}-share.png");
        IndexStudy.DrawTime(rows).SavePng($"{path}-time.png");
    }
}
