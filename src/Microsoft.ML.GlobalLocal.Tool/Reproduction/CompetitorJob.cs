namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// A system alone: a tenth of every user's training interactions is held out, by it the system chooses its point; then it is trained again on all
/// training interactions, and the test is read.
/// </summary>
internal sealed class CompetitorJob(DataSetSource source, bool leaveOneOut, int seed, Competitor competitor, RunStore<GridTrial> trials) : ReproductionJob(source, leaveOneOut, seed)
{
    public override string System => competitor.Name;

    public override string Settings => RunResult.Tuned;

    protected override double EffortOnData => competitor.Grid.Count > 0 ? 5 * competitor.Grid.Count : 10;

    protected override string Configuration => competitor.IsOwn ? $"{competitor.Trainer}" : string.Join("; ", competitor.Grid);

    protected override int Revision => competitor.Revision;

    protected override IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context)
    {
        if (competitor.Trainer.GetObstacle(split.Train) is { } obstacle)
        {
            return [CreateFailure(obstacle)];
        }

        var (result, space) = competitor.Trainer is BaselineTrainer baseline ? TrainBaseline(baseline, context) : TrainOther(context);
        return [Evaluate(result, split, AttentionModel.OfOne(space, split.Train), index: null, context)];
    }

    /// <summary>Trains a system with a grid.</summary>
    private (RunResult Result, RepresentationSpace Space) TrainBaseline(BaselineTrainer baseline, SpaceTrainingContext context)
    {
        var (kept, heldOut) = InteractionSplitter.HoldOutShare(context.Interactions, SpaceEstimator.Options.DefaultValidationShare, context.Seed);
        var tried = new GridSearch(trials, CreateKey).Run(baseline, context with { Interactions = kept, Validation = heldOut });
        var chosen = baseline.ReadOptions(tried.MaxBy(trial => trial.ValidationMetric)!.Options);
        var watch = ProcessorWatch.StartNew();
        var space = chosen.Train(context).Space;
        var result = CreateResult(competitor.Name) with
        {
            Grid = competitor.Grid,
            Point = chosen.Points.Single(),
            TrialCount = tried.Count,
            TrainingSeconds = tried.Sum(trial => trial.Seconds) + watch.Seconds,
            Machine = string.Join(" Some trials: ", tried.Select(trial => trial.Machine).Prepend(MachineDescription.Describe()).Distinct()),
        };
        return (result, space);
    }

    /// <summary>Trains what has no grid, or moves by itself from point to point.</summary>
    private (RunResult Result, RepresentationSpace Space) TrainOther(SpaceTrainingContext context)
    {
        var watch = ProcessorWatch.StartNew();
        var counter = new TrialCounter(competitor.Trainer.Name, context.Progress!);
        var trained = SpaceFit.Train(competitor.Trainer, context with { Progress = counter }, SpaceEstimator.Options.DefaultValidationShare);
        var result = CreateResult(competitor.Name) with
        {
            Point = competitor.IsOwn ? $"{trained.Trainer}" : "",
            TrialCount = counter.Count,
            TrainingSeconds = watch.Seconds,
        };
        return (result, trained.Space);
    }

    /// <summary>Counts the reports of trials, and passes all reports on.</summary>
    private sealed class TrialCounter(string stage, IProgress<TrainingProgress> progress) : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value)
        {
            // Trained again on everything, nothing is validated.
            Count += value.Stage == stage && !double.IsNaN(value.ValidationMetric) ? 1 : 0;
            progress.Report(value);
        }
    }
}
