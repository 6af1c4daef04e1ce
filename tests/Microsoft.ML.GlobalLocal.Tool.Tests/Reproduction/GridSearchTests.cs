namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class GridSearchTests
{
    private const int Points = 4;

    [Fact]
    public void A_search_that_was_interrupted_goes_on_with_the_next_point_and_ends_as_one_in_one_go()
    {
        using var whole = new ReproductionFolder();
        var expected = Assert.Single(Run(whole, new Reports()));
        Assert.Equal(Points, Directory.GetFiles(whole["trials"]).Length);

        using var folder = new ReproductionFolder();
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(folder, new Reports { OnTrial = StopAtSecond }, cancellation.Token));
        var kept = Directory.GetFiles(folder["trials"]).ToDictionary(path => path, File.ReadAllBytes);
        Assert.Equal(2, kept.Count);

        var reports = new Reports();
        var result = Assert.Single(Run(folder, reports));
        Assert.Equal(Points, Directory.GetFiles(folder["trials"]).Length);
        Assert.All(kept, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Equal(Enumerable.Range(1, Points), reports.Trials.Select(report => report.Epoch));
        Assert.Equal([null, null], reports.Trials.Take(2).Select(report => report.TimeLeft));
        Assert.Equal(TimeSpan.Zero, reports.Trials[^1].TimeLeft);
        Assert.Equal(expected.Point, result.Point);
        Assert.Equal(expected.Grid, result.Grid);
        Assert.Equal(expected.TrialCount, result.TrialCount);
        Assert.Equal(expected.Metrics, result.Metrics);
        Assert.Equal(expected.Machine, result.Machine);

        void StopAtSecond(int trial)
        {
            if (trial == 2)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void What_is_chosen_is_what_the_trainer_chooses_by_itself()
    {
        using var folder = new ReproductionFolder();
        var result = Assert.Single(Run(folder, new Reports()));
        var recorder = new RecordingTrainer("Recorder");
        CreateJob(folder, new Competitor { Name = recorder.Name, Trainer = recorder, Origin = "A test's." }).Run(1, new Reports(), CancellationToken.None);
        var trained = new CoFactorTrainer().Limit(Points).Train(recorder.Contexts[0]);
        Assert.Equal([result.Point], Assert.IsType<CoFactorTrainer>(trained.Trainer).Points);
    }

    [Fact]
    public void A_trial_that_is_kept_counts_as_it_is_with_its_seconds_and_its_machine()
    {
        using var folder = new ReproductionFolder();
        Run(folder, new Reports());
        var job = CreateJob(folder, Competitor.Of(new CoFactorTrainer(), Points));
        var store = new RunStore<GridTrial>(folder["trials"]);
        var key = job.Key with { Configuration = new CoFactorTrainer().Points[2] };
        store.Write(key, store.Find(key)! with { ValidationMetric = 99, Seconds = 1000, Machine = "Another machine." });

        var result = Assert.Single(Run(folder, new Reports()));
        Assert.Equal(new CoFactorTrainer().Points[2], result.Point);
        Assert.InRange(result.TrainingSeconds, 1000, 2000);
        Assert.EndsWith("Some trials: Another machine.", result.Machine);
        Assert.StartsWith(MachineDescription.Describe(), result.Machine);
    }

    [Fact]
    public void A_trial_of_another_seed_protocol_or_revision_is_another()
    {
        using var folder = new ReproductionFolder();
        Run(folder, new Reports());
        var competitor = Competitor.Of(new CoFactorTrainer(), 1);
        foreach (var (job, files) in new[]
        {
            (CreateJob(folder, competitor), Points),
            (CreateJob(folder, competitor, seed: 2), Points + 1),
            (CreateJob(folder, competitor, leaveOneOut: true), Points + 2),
            (CreateJob(folder, competitor with { Revision = 2 }), Points + 3),
        })
        {
            job.Run(1, new Reports(), CancellationToken.None);
            Assert.Equal(files, Directory.GetFiles(folder["trials"]).Length);
        }
    }

    private static IReadOnlyList<RunResult> Run(ReproductionFolder folder, Reports reports, CancellationToken cancellationToken = default) =>
        CreateJob(folder, Competitor.Of(new CoFactorTrainer(), Points)).Run(1, reports, cancellationToken);

    private static CompetitorJob CreateJob(ReproductionFolder folder, Competitor competitor, bool leaveOneOut = false, int seed = 1) =>
        new(new DataSetSource(folder.Options.DataSets[0], folder.Options.Data!), leaveOneOut, seed, competitor, new RunStore<GridTrial>(folder["trials"]));

    /// <summary>The reports of trials, as they come.</summary>
    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Trials { get; } = [];

        public Action<int>? OnTrial { get; init; }

        public void Report(TrainingProgress value)
        {
            if (value.Stage == "CoFactor" && value.Epochs == Points && !double.IsNaN(value.ValidationMetric))
            {
                Trials.Add(value);
                OnTrial?.Invoke(value.Epoch);
            }
        }
    }
}
