using System.Globalization;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// What GD and GP have learned after as many triplets, the plain way and ours: a larger batch is the faster one only where its curve is no lower.
/// </summary>
internal sealed class CurvesPart : BenchmarkPart
{
    private const int TopN = 20;
    private const double HeldOutShare = 0.1;
    private const string Metric = "validation metric";

    private static readonly RepresentationNetworkTrainer.Options Default = new();
    private static readonly RepresentationNetworkTrainer.Options Small = Default with { BatchSize = 512, LearningRate = 1e-3 };

    private static readonly (string Name, bool IsPlain, RepresentationNetworkTrainer.Options Options)[] Networks =
    [
        ($"plain, {Small.BatchSize}", true, Small),
        ($"ours, {Small.BatchSize}", false, Small),
        ($"ours, {Default.BatchSize}", false, Default),
    ];

    public override string Name => "curves";

    public override string Title => "GD and GP: the validation metric against the triplets trained on, by the network and its batches";

    public override string Limit =>
        $"That of `networks`; the plain network takes one thread. The metric is the mean over the seeds, and its lowest and highest stand beside it. {HeldOutShare.ToString("P0", CultureInfo.InvariantCulture)} of the interactions are held out.";

    public override IReadOnlyList<string> GetFiles(BenchmarkOptions options) => [.. GetSubjects(options).Select(subject => subject.File).OfType<string>()];

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) =>
    [
        .. from subject in GetSubjects(options)
           from loss in new[] { TripletLoss.Distance, TripletLoss.Product }
           from network in Networks
           select new BenchmarkCase($"{subject.Name}, {(loss == TripletLoss.Distance ? "GD" : "GP")}: {network.Name}", (recorder, cancellationToken) =>
               Measure(options, subject, network.Options with { Loss = loss }, network.IsPlain, recorder, cancellationToken)),
    ];

    public override IReadOnlyList<FigurePanel> CreatePanels(IReadOnlyList<Measurement> measurements) =>
    [
        .. from measurement in measurements
           let names = measurement.Case.Split(": ")
           group (Network: names[1], Measurement: measurement) by names[0] into panel
           select new FigurePanel(panel.Key, "triplets", Metric,
           [
               .. from point in panel
                  group point.Measurement by point.Network into curve
                  select new FigureCurve(curve.Key, [.. curve.Select(point => point.Size)], [.. curve.Select(point => point.Figures[Metric])]),
           ]),
    ];

    // A step of the plain way over Gowalla's tables takes a tenth of a second and more, so that its curve is only begun there.
    private static Subject[] GetSubjects(BenchmarkOptions options) => options.Select<Subject[]>(
        [new("generated", File: null, Triplets: 2_000, Points: 3, PlainPoints: 3, Seeds: 2)],
        [
            new("MovieLens-100k", "ml-100k/half/train.tsv", Triplets: 90_000, Points: 18, PlainPoints: 18, Seeds: 3),
            new("Gowalla", "gowalla/train.tsv", Triplets: 180_000, Points: 14, PlainPoints: 2, Seeds: 1),
        ]);

    private static void Measure(
        BenchmarkOptions options, Subject subject, RepresentationNetworkTrainer.Options network, bool isPlain, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var contexts = CreateContexts(options, subject);
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        TripletLearner[] learners = [.. contexts.Select(context => isPlain ? TripletLearner.CreatePlain(context, network) : TripletLearner.Create(context, network))];
        int seen = 0;
        foreach (var drawn in Draw(contexts, subject.Triplets).Take(isPlain ? subject.PlainPoints : subject.Points))
        {
            seen += subject.Triplets;
            recorder.Measure(string.Create(CultureInfo.InvariantCulture, $"{seen:#,0} triplets"), seen, Train, (double)subject.Triplets * learners.Length, "triplets");
            double[] metrics = [.. contexts.Zip(learners, (context, learner) => context.Validate(learner.Export()))];
            recorder.Add(Metric, metrics.Average());
            recorder.Add("lowest", metrics.Min());
            recorder.Add("highest", metrics.Max());

            void Train()
            {
                foreach (var (learner, triplets) in learners.Zip(drawn))
                {
                    learner.Train(triplets, cancellationToken);
                }
            }
        }

        Array.ForEach(learners, learner => learner.Dispose());
    }

    /// <summary>The run of each seed.</summary>
    private static SpaceTrainingContext[] CreateContexts(BenchmarkOptions options, Subject subject)
    {
        var mlContext = options.CreateContext();
        var (train, heldOut) = InteractionSplitter.HoldOutShare(BenchmarkData.Read(options, subject.File), HeldOutShare, seed: 1);
        return
        [
            .. Enumerable.Range(1, subject.Seeds).Select(seed => new SpaceTrainingContext
            {
                Interactions = train,
                Validation = heldOut,
                TopN = TopN,
                Seed = seed,
                Threads = options.Threads,
                Host = mlContext,
            }),
        ];
    }

    /// <summary>Triplets without end, as many for each seed at a time.</summary>
    private static IEnumerable<Triplet[][]> Draw(SpaceTrainingContext[] contexts, int count)
    {
        var streams = Array.ConvertAll(contexts, context => Draw(context).Chunk(count).GetEnumerator());
        while (Array.TrueForAll(streams, stream => stream.MoveNext()))
        {
            yield return Array.ConvertAll(streams, stream => stream.Current);
        }
    }

    private static IEnumerable<Triplet> Draw(SpaceTrainingContext context)
    {
        var sampler = new GlobalTripletSampler(context.Interactions, context.Seed);
        var triplets = new Triplet[sampler.MaximumCount];
        while (true)
        {
            int count = sampler.Sample(triplets);
            for (int n = 0; n < count; n++)
            {
                yield return triplets[n];
            }
        }
    }

    /// <summary>The interactions that networks are compared on.</summary>
    /// <param name="Name">What they are called.</param>
    /// <param name="File">Their file; <see langword="null"/>: they are generated.</param>
    /// <param name="Triplets">The number of triplets between two points of a curve.</param>
    /// <param name="Points">The number of points of a curve.</param>
    /// <param name="PlainPoints">The number of points of a curve of the plain network.</param>
    /// <param name="Seeds">The number of seeds that a curve is the mean of.</param>
    private sealed record Subject(string Name, string? File, int Triplets, int Points, int PlainPoints, int Seeds);
}
