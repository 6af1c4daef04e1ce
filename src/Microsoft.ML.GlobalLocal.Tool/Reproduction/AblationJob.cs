namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// The paper's method and all its parts (<see cref="Ablation"/>): the four spaces are trained once, the attention over them six times, and from these
/// comes every evaluation that a table or figure wants.
/// </summary>
/// <remarks>
/// A tenth of every user's training interactions is held out. The spaces are trained on the rest and stop early by the held-out part, the attention is
/// trained on that part. Since attention over vectors belongs to the very vectors that it was trained on, nothing is trained again; so all rows of an
/// ablation stand on the same interactions.
/// </remarks>
internal sealed class AblationJob(DataSetSource source, bool leaveOneOut, int seed, AblationSettings settings, int dimension) : ReproductionJob(source, leaveOneOut, seed)
{
    // That of the preset.
    private const double HeldOutShare = 0.1;

    // About where early stopping ends.
    private const int UsualEpochs = 100;

    /// <summary>The name of all of it together.</summary>
    public const string Name = "spaces and attention";

    public override string System => Name;

    public override string Settings => settings.Name;

    public override int? Dimension => LeaveOneOut ? dimension : null;

    // The local two have one point each.
    protected override double EffortOnData => (settings.DistancePoints.Count + settings.ProductPoints.Count + 2) * Math.Min(settings.MaximumEpochs, UsualEpochs);

    protected override string Configuration =>
        $"d = {dimension}, {settings.MaximumEpochs} epochs, M = {DataSet.Clusters} of {string.Join(", ", DataSet.ClusterCounts)}, "
        + $"distance {string.Join("; ", settings.DistancePoints)}, product {string.Join("; ", settings.ProductPoints)}";

    protected override IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context)
    {
        var (kept, heldOut) = InteractionSplitter.HoldOutShare(split.Train, HeldOutShare, context.Seed);
        var trained = new Dictionary<string, TrainedPart>();
        var partContext = context with { Interactions = kept, Validation = heldOut };
        foreach (string name in Ablation.Spaces)
        {
            trained[name] = TrainSpace(name, trained, partContext);
        }

        foreach (string name in LeaveOneOut ? Ablation.Fused : Ablation.All.Except(Ablation.Spaces))
        {
            trained[name] = TrainAttention(name, trained, partContext);
        }

        return LeaveOneOut
            ? [.. Ablation.Fused.Select(name => Evaluate(trained[name], Protocol, index: null, keepUsers: true))]
            : [.. EvaluateLists(trained, context, Evaluate)];

        RunResult Evaluate(TrainedPart part, EvaluationProtocol protocol, ClusteringIndex? index, bool keepUsers)
        {
            var result = part.Result with { Protocol = protocol, Dimension = Dimension };
            return part.Model is { } model ? ReproductionJob.Evaluate(result, split, model, index, context, keepUsers) : result;
        }
    }

    private IEnumerable<RunResult> EvaluateLists(Dictionary<string, TrainedPart> trained, SpaceTrainingContext context, Func<TrainedPart, EvaluationProtocol, ClusteringIndex?, bool, RunResult> evaluate)
    {
        var indices = new Dictionary<(string Space, int Clusters), ClusteringIndex>();
        foreach (string name in Ablation.All)
        {
            context.Progress!.Report(new TrainingProgress($"evaluation of {name}"));
            var protocols = new HashSet<EvaluationProtocol> { InTables(DataSet.Clusters, DataSet.TopN) };
            if (Ablation.Fused.Contains(name))
            {
                protocols.Add(Protocol);
            }

            var shown = protocols.ToArray();
            if (Ablation.OfFigures.Contains(name))
            {
                protocols.UnionWith(Ablation.ListLengths.Select(length => InTables(DataSet.Clusters, length)));
                protocols.UnionWith(
                    from clusters in DataSet.ClusterCounts
                    from searched in Ablation.SearchedClusters
                    select new EvaluationProtocol(Ablation.ClusterFigureTopN, clusters, searched));
            }

            foreach (var protocol in protocols)
            {
                var index = protocol.Clusters is { } clusters ? FindIndex(Ablation.GetIndexSpace(name), clusters) : null;
                yield return evaluate(trained[name], protocol, index, shown.Contains(protocol));
            }
        }

        ClusteringIndex? FindIndex(string space, int clusters)
        {
            if (trained[space].Space is not { } vectors)
            {
                return null;
            }

            if (!indices.TryGetValue((space, clusters), out var index))
            {
                index = ClusteringTrainer.Train(vectors, Math.Min(clusters, vectors.ItemCount), context.Seed, context.Parallelism);
                indices.Add((space, clusters), index);
            }

            return index;
        }
    }

    private static EvaluationProtocol InTables(int clusters, int topN) => new(topN, clusters, EvaluationProtocol.PaperSearchedClusters);

    private TrainedPart TrainSpace(string name, Dictionary<string, TrainedPart> trained, SpaceTrainingContext context)
    {
        bool isLocal = name[0] == 'L';
        var loss = Ablation.GetLoss(name);
        var basis = isLocal ? trained[Ablation.GetIndexSpace(name)] : null;
        if (basis is { Space: null })
        {
            return Impossible(name, basis.Result.Failure!);
        }

        var points = basis is not null ? [basis.Point!] : settings.GetPoints(loss);
        var watch = ProcessorWatch.StartNew();
        (RepresentationSpace Space, AblationPoint Point, double Metric)? best = null;
        foreach (var point in points)
        {
            var trainer = new RepresentationNetworkTrainer(RepresentationNetworkTrainer.Options.Paper2021 with
            {
                Triplets = isLocal ? TripletSource.Local : TripletSource.Global,
                Loss = loss,
                LearningRate = point.LearningRate,
                Scale = point.Scale,
                Dimension = dimension,
                Clusters = GetClusters(context),
                MaximumEpochs = settings.MaximumEpochs,
            });
            if (trainer.GetObstacle(context.Interactions) is { } obstacle)
            {
                return Impossible(name, obstacle);
            }

            try
            {
                var spaces = basis is null ? context.Spaces : new Dictionary<string, RepresentationSpace> { [basis.Space!.Name] = basis.Space };
                var space = trainer.Train(context with { Spaces = spaces }).Space;
                double metric = context.Validate(space);
                if (best is null || metric > best.Value.Metric)
                {
                    best = (space, point, metric);
                }
            }
            catch (SpaceObstacleException exception)
            {
                return Impossible(name, exception.Message);
            }
        }

        var (chosen, chosenPoint, _) = best!.Value;
        double seconds = watch.Seconds + (basis?.Result.TrainingSeconds ?? 0);
        var result = CreateResult(name) with { Grid = [.. points.Select(point => $"{point}")], Point = $"{chosenPoint}", TrialCount = points.Count, TrainingSeconds = seconds };
        return new TrainedPart(result, chosen, chosenPoint, AttentionModel.OfOne(chosen, context.Interactions));
    }

    private TrainedPart TrainAttention(string name, Dictionary<string, TrainedPart> trained, SpaceTrainingContext context)
    {
        var parts = Ablation.GetParts(name).Select(part => trained[part]).ToArray();
        if (parts.FirstOrDefault(part => part.Space is null) is { } missing)
        {
            return Impossible(name, missing.Result.Failure!);
        }

        var watch = ProcessorWatch.StartNew();
        var loss = Ablation.GetLoss(name);
        var points = settings.GetPoints(loss);
        var spaces = parts.Select(part => part.Space!).ToArray();
        float[] scales = ScoreScales.Measure(spaces, context.Interactions);
        (AttentionModel Model, AblationPoint Point, double Metric)? best = null;
        foreach (var point in points)
        {
            var trainer = new AttentionTrainer(new AttentionTrainer.Options
            {
                Loss = loss,
                LearningRate = point.LearningRate,
                Scale = point.Scale,
                Clusters = GetClusters(context),
                MaximumEpochs = settings.MaximumEpochs,
            });
            var (export, metric) = trainer.Fit(spaces, scales, context);
            if (best is null || metric > best.Value.Metric)
            {
                best = (trainer.CreateModel(spaces, scales, export.CreateWeighting(spaces, context.Interactions)), point, metric);
            }
        }

        var (model, chosenPoint, _) = best!.Value;

        // Those of a local space have those of the global one that it stands on in them.
        double seconds = watch.Seconds + parts.Where(part => part.Result.System[0] == 'L' || !Ablation.GetParts(name).Contains("L" + part.Result.System[1])).Sum(part => part.Result.TrainingSeconds);
        var result = CreateResult(name) with
        {
            Grid = [.. parts.SelectMany(part => part.Result.Grid).Concat(points.Select(point => $"{point}")).Distinct()],
            Point = string.Join("; ", parts.Select(part => $"{part.Result.System}: {part.Point}").Append($"attention: {chosenPoint}")),
            TrialCount = Math.Max(points.Count, parts.Max(part => part.Result.TrialCount)),
            TrainingSeconds = seconds,
        };
        return new TrainedPart(result, null, null, model);
    }

    /// <summary>The number M of clusters that local triplets come from: that of the tables.</summary>
    private int GetClusters(SpaceTrainingContext context) => Math.Min(DataSet.Clusters, context.Interactions.ItemCount);

    private TrainedPart Impossible(string name, string reason) => new(CreateResult(name) with { Failure = reason }, null, null, null);

    /// <summary>A space or an attention that was trained, or a result that says why not.</summary>
    private sealed record TrainedPart(RunResult Result, RepresentationSpace? Space, AblationPoint? Point, AttentionModel? Model);
}
