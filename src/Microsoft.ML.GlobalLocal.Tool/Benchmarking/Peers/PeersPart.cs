using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// The library and systems of others on the same data, machine and threads, in turn: GW and implicit's ALS, lists of neighbours, singular vectors,
/// and answers from the same vectors by implicit and faiss.
/// </summary>
internal sealed class PeersPart : BenchmarkPart
{
    /// <summary>Its name.</summary>
    public const string PartName = "peers";

    private const int Rounds = 2;
    private const int TopN = 20;
    private const int Neighbours = 200;
    private const int Queries = 200;
    private const int SearchDimension = 128;
    private const double HeldOutShare = 0.1;
    private const string File = "gowalla/train.tsv";

    private static readonly double[] Recalls = [0.92, 0.97, 0.99];

    public override string Name => PartName;

    public override string Title => "The library and systems of others on Gowalla";

    public override string Limit =>
        $"The same work in both. A sweep is what a fit of many sweeps takes beyond one of few, divided by their difference; recall is that of {TopN} items on {HeldOutShare.ToString("P0", CultureInfo.InvariantCulture)} of the interactions, held out. The peers run in processes of their own, whose start is not in their time.";

    public override IReadOnlyList<string> GetFiles(BenchmarkOptions options) => options.IsQuick ? [] : [File];

    public override void CheckReady(BenchmarkOptions options) => CreateScript(options).Check();

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options)
    {
        var (few, many) = options.Select((1, 2), (4, 12));
        return
        [
            .. options.Select<int[]>([8], [64, 128, 256]).Select(dimension => new BenchmarkCase($"GW and ALS, d = {dimension}", (recorder, cancellationToken) =>
                CompareFactorisations(options, dimension, few, many, recorder, cancellationToken))),
            new BenchmarkCase("neighbours", (recorder, cancellationToken) => CompareNeighbours(options, recorder, cancellationToken)),
            .. options.Select<int[]>([8], [64, 256]).Select(dimension => new BenchmarkCase($"singular vectors, d = {dimension}", (recorder, cancellationToken) =>
                CompareSingularVectors(options, dimension, recorder, cancellationToken))),
            new BenchmarkCase("answers", (recorder, cancellationToken) =>
                CompareAnswers(options, options.Select(8, SearchDimension), many, recorder, cancellationToken)),
        ];
    }

    private static void CompareFactorisations(BenchmarkOptions options, int dimension, int few, int many, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var (script, train, heldOut) = Prepare(options);
        TrainWeightedSquares(sweeps: 1);
        for (int round = 0; round < Rounds; round++)
        {
            RepresentationSpace space = null!;
            foreach (int sweeps in new[] { few, many })
            {
                space = recorder.Measure($"GW, {sweeps} sweeps", sweeps, () => TrainWeightedSquares(sweeps));
            }

            AddSweep(space);
            foreach (int sweeps in new[] { few, many })
            {
                recorder.Record(script.Run(cancellationToken, "als", dimension, sweeps, options.Threads));
            }

            AddSweep(script.ReadSpace(dimension));
        }

        // implicit's objective by its settings in the script: an interaction weighs 100 times as much as none, and the regularisation is the same for all.
        RepresentationSpace TrainWeightedSquares(int sweeps) => new WeightedSquaresTrainer(new()
        {
            Dimension = dimension,
            Sweeps = sweeps,
            UnobservedWeights = [0.01f],
            Regularizations = [1],
            RegularizationExponent = 0,
        }).Train(BenchmarkData.CreateContext(options, train, cancellationToken)).Space;

        void AddSweep(RepresentationSpace space)
        {
            var (before, after) = (recorder.Measurements[^2], recorder.Measurements[^1]);
            recorder.Add("a sweep, s", (after.Seconds - before.Seconds) / (many - few));
            recorder.Add("a sweep, processor s", (after.ProcessorSeconds - before.ProcessorSeconds) / (many - few));
            var metrics = TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(space, train), train), heldOut, TopN, options.Threads, cancellationToken);
            recorder.Add("recall", metrics.Recall);
        }
    }

    private static void CompareNeighbours(BenchmarkOptions options, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var (script, train, _) = Prepare(options);
        var trainer = new NeighbourhoodTrainer(new() { Neighbours = Neighbours });
        CompareInTurn(
            () => recorder.Measure($"GN, {Neighbours} neighbours", Neighbours, () => trainer.Train(BenchmarkData.CreateContext(options, train, cancellationToken))),
            () => recorder.Record(script.Run(cancellationToken, "neighbours", Neighbours, options.Threads)));
    }

    private static void CompareSingularVectors(BenchmarkOptions options, int dimension, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var (script, train, _) = Prepare(options);
        var trainer = new SpectralTrainer(new() { Dimensions = [dimension] });
        CompareInTurn(
            () => recorder.Measure("GS, one thread", dimension, () => trainer.Train(BenchmarkData.CreateContext(options with { Threads = 1 }, train, cancellationToken))),
            () => recorder.Record(script.Run(cancellationToken, "singular", dimension)));
    }

    /// <summary>All users at once, and one after the other exhaustively and through an index, by the vectors of the peer.</summary>
    private static void CompareAnswers(BenchmarkOptions options, int dimension, int sweeps, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var (script, train, _) = Prepare(options);
        recorder.Record(script.Run(cancellationToken, "als", dimension, sweeps, options.Threads));
        var space = script.ReadSpace(dimension);
        var recommender = new Recommender(new GlobalLocalModel(
            BenchmarkData.CreateIds("user", train.UserCount), BenchmarkData.CreateIds("item", train.ItemCount), train, AttentionModel.OfOne(space, train)));
        CompareInTurn(
            () => recorder.Measure("all users", train.UserCount, () => recommender.RecommendAll(TopN).Count()),
            () => recorder.Record(script.Run(cancellationToken, "top", dimension, options.Threads)));

        // faiss knows nothing of what users have already, so nothing is left out here.
        var nothing = InteractionMatrix.FromPairs([], [], train.UserCount, train.ItemCount);
        var model = AttentionModel.OfOne(space, nothing);
        int clusters = ClusteringTrainer.GetDefaultClusters(train.ItemCount);
        var lists = ExhaustiveLists.Compute(model, nothing, Queries, TopN, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken });
        var index = recorder.Measure("clusters", clusters, () => ClusteringTrainer.Train(space, clusters, seed: 1, cancellationToken));
        var curve = RecallCurve.Measure(index, nothing, lists);
        CompareInTurn(
            () =>
            {
                TimedAnswers.Record(recorder, "one user, exact", new Retriever(model, nothing), lists.Users, TopN);
                foreach (double recall in Recalls)
                {
                    int searched = curve.FindClusters(recall);
                    TimedAnswers.Record(recorder, string.Create(CultureInfo.InvariantCulture, $"one user, index, {recall}"), new Retriever(model, nothing, index, searched), lists.Users, TopN);
                    recorder.Add("searched clusters", searched);
                    recorder.Add("recall", curve.GetRecall(searched));
                    recorder.Add("share of items visited", curve.GetVisitedShare(searched));
                }
            },
            () => recorder.Record(script.Run(cancellationToken, "search", dimension, clusters)));
    }

    private static void CompareInTurn(Action ours, Action theirs)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ours();
            theirs();
        }
    }

    private static PeerScript CreateScript(BenchmarkOptions options) =>
        new(options.Python ?? throw new UsageException($"The part {PartName} needs --python, an interpreter of Python with numpy, scipy, implicit and faiss."), options.WorkFolder);

    private static (PeerScript Script, InteractionMatrix Train, InteractionMatrix HeldOut) Prepare(BenchmarkOptions options)
    {
        var (train, heldOut) = InteractionSplitter.HoldOutShare(BenchmarkData.Read(options, options.IsQuick ? null : File), HeldOutShare, seed: 1);
        var script = CreateScript(options);
        script.Write(train);
        return (script, train, heldOut);
    }
}
