using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The default preset on real data, validation included: what <c>globallocal train</c> takes; and in another process, from the zip to the first answer, and more answers.</summary>
internal sealed class DefaultPresetPart : BenchmarkPart
{
    private const string Train = "train";
    private const int Users = 2000;
    private const double Recall = 0.99;

    private static readonly (string Name, string File, int TopN)[] DataSets =
    [
        ("movielens", "ml-100k/half/train.tsv", 15),
        ("debian", "debian-dependencies/interactions.tsv", 10),
        ("gowalla", "gowalla/train.tsv", 20),
    ];

    public override string Name => "train-default";

    public override string Title => "Training the default preset, validation included, and from its zip to the first answer, and more";

    public override string Limit =>
        "Nearly all is GW at some points of its grid and then at d = 256 (see weighted-squares), GE's dense inverse where the catalogue has up to 5,000 items (n^3 multiply-adds), and scoring all items for the users of the validation (users x items x d multiply-adds for each trial). The zip is read once. An answer reads the vectors of all items, or of those visited: as few clusters are searched as hold 0.99 of the exhaustive lists' items.";

    public override IReadOnlyList<string> GetFiles(BenchmarkOptions options) =>
        options.IsQuick ? [] : [.. DataSets.Where(dataSet => !IsShipped(dataSet.Name)).Select(dataSet => dataSet.File)];

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) => options.IsQuick
        ? [.. CreateCases(options, "generated", topN: 10, cancellationToken =>
        {
            string path = Path.Combine(options.WorkFolder, "small.tsv");
            BenchmarkData.Write(path, users: 200, items: 200, interactions: 4_000, cancellationToken);
            return path;
        })]
        : [.. DataSets.SelectMany(dataSet => CreateCases(options, dataSet.Name, dataSet.TopN, _ =>
            Path.Combine(IsShipped(dataSet.Name) ? Path.Combine(AppContext.BaseDirectory, "datasets") : options.Data!, dataSet.File)))];

    private static IEnumerable<BenchmarkCase> CreateCases(BenchmarkOptions options, string name, int topN, Func<CancellationToken, string> findFile)
    {
        string zip = Path.Combine(options.WorkFolder, $"{name}.zip");
        yield return new BenchmarkCase(name, (recorder, cancellationToken) => Measure(options, findFile(cancellationToken), topN, zip, recorder, cancellationToken));
        yield return new BenchmarkCase($"{name}, answer", (recorder, cancellationToken) =>
        {
            var mlContext = options.CreateContext();
            double megabytes = new FileInfo(zip).Length / 1e6;
            var recommender = recorder.Measure("zip to first answer", megabytes, () =>
            {
                var first = mlContext.GlobalLocal().CreateRecommender(mlContext.Model.Load(zip, out DataViewSchema _));
                first.Recommend(first.Model.Users[0], topN);
                return first;
            }, megabytes, "MB");
            Answer(options, recommender, topN, recorder, cancellationToken);
        });
    }

    private static void Measure(BenchmarkOptions options, string path, int topN, string zip, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var mlContext = options.CreateContext();
        var view = InteractionLoader.Load(mlContext, path);
        var keys = BenchmarkData.FitKeys(mlContext, view);
        var keyed = keys.Transform(view);
        int interactions = InteractionReader.Read(mlContext, keyed).Interactions.Count;
        var trainer = new GlobalLocalTrainer(mlContext, new GlobalLocalTrainer.Options { TopN = topN, Threads = options.Threads, CancellationToken = cancellationToken });
        var model = recorder.Measure(Train, interactions, () => trainer.Fit(keyed), interactions, "interactions");
        mlContext.GlobalLocal().Save(new TransformerChain<ITransformer>(keys, model), view.Schema, zip);
    }

    /// <summary>Answers to users one after the other on one thread, exhaustively and through the index, and to all users at once.</summary>
    private static void Answer(BenchmarkOptions options, Recommender recommender, int topN, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var model = recommender.Model;
        var (attention, interactions) = (model.Attention, model.Interactions);
        var lists = ExhaustiveLists.Compute(attention, interactions, Users, topN, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken });
        TimedAnswers.Record(recorder, "one user, exhaustive", new Retriever(attention, interactions), lists.Users, topN);
        var curve = RecallCurve.Measure(model.Retriever.Index!, interactions, lists);
        int searched = curve.FindClusters(Recall);
        TimedAnswers.Record(recorder, "one user, index", new Retriever(attention, interactions, model.Retriever.Index, searched), lists.Users, topN);
        recorder.Add("clusters", model.Retriever.Index!.ClusterCount);
        recorder.Add("searched clusters", searched);
        recorder.Add("recall", curve.GetRecall(searched));
        recorder.Add("share of items visited", curve.GetVisitedShare(searched));
        recorder.Measure("all users", model.Users.Count, () => recommender.RecommendAll(topN).Count(), model.Users.Count, "answers");
    }

    private static bool IsShipped(string dataSet) => dataSet == "debian";
}
