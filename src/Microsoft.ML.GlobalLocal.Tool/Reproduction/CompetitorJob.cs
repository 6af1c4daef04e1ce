namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// A system alone: a tenth of every user's training interactions is held out, by it the system chooses its point; then it is trained again on all
/// training interactions, and the test is read.
/// </summary>
internal sealed class CompetitorJob(DataSetSource source, bool leaveOneOut, int seed, Competitor competitor) : ReproductionJob(source, leaveOneOut, seed)
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

        var watch = ProcessorWatch.StartNew();
        var trials = new TrialCounter(competitor.Trainer.Name, context.Progress!);
        var trained = SpaceFit.Train(competitor.Trainer, context with { Progress = trials }, SpaceEstimator.Options.DefaultValidationShare);
        var result = CreateResult(competitor.Name) with
        {
            Grid = competitor.Grid,
            Point = competitor.IsOwn ? $"{trained.Trainer}" : trained.Trainer is BaselineTrainer { Points: [var point, ..] } ? point : "",
            TrialCount = competitor.Grid.Count > 0 ? competitor.Grid.Count : trials.Count,
            TrainingSeconds = watch.Seconds,
        };
        return [Evaluate(result, split, AttentionModel.OfOne(trained.Space, split.Train), index: null, context)];
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
