namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The default preset on real data, validation included: what <c>globallocal train</c> takes.</summary>
internal sealed class DefaultPresetPart : BenchmarkPart
{
    private const string Train = "train";

    private static readonly (string Name, string File, int TopN)[] DataSets =
    [
        ("movielens", "ml-100k/half/train.tsv", 15),
        ("debian", "debian-dependencies/interactions.tsv", 10),
        ("gowalla", "gowalla/train.tsv", 20),
    ];

    public override string Name => "train-default";

    public override string Title => "Training the default preset, validation included";

    public override string Limit =>
        "Nearly all is GW at some points of its grid and then at d = 256 (see weighted-squares), GE's dense inverse where the catalogue has up to 5,000 items (n^3 multiply-adds), and scoring all items for the users of the validation (users x items x d multiply-adds for each trial).";

    public override IReadOnlyList<string> GetFiles(BenchmarkOptions options) =>
        options.IsQuick ? [] : [.. DataSets.Where(dataSet => !IsShipped(dataSet.Name)).Select(dataSet => dataSet.File)];

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) => options.IsQuick
        ? [new BenchmarkCase("generated", (recorder, cancellationToken) =>
        {
            string path = Path.Combine(options.WorkFolder, "small.tsv");
            BenchmarkData.Write(path, users: 200, items: 200, interactions: 4_000, cancellationToken);
            Measure(options, path, topN: 10, recorder, cancellationToken);
        })]
        : [.. DataSets.Select(dataSet => new BenchmarkCase(dataSet.Name, (recorder, cancellationToken) =>
            Measure(options, Path.Combine(IsShipped(dataSet.Name) ? Path.Combine(AppContext.BaseDirectory, "datasets") : options.Data!, dataSet.File), dataSet.TopN, recorder, cancellationToken)))];

    private static void Measure(BenchmarkOptions options, string path, int topN, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var mlContext = options.CreateContext();
        var view = InteractionLoader.Load(mlContext, path);
        var keyed = BenchmarkData.FitKeys(mlContext, view).Transform(view);
        int interactions = InteractionReader.Read(mlContext, keyed).Interactions.Count;
        var trainer = new GlobalLocalTrainer(mlContext, new GlobalLocalTrainer.Options { TopN = topN, Threads = options.Threads, CancellationToken = cancellationToken });
        recorder.Measure(Train, interactions, () => trainer.Fit(keyed), interactions, "interactions");
    }

    private static bool IsShipped(string dataSet) => dataSet == "debian";
}
