using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ReproductionTests
{
    private static readonly string[] Representations = ["GD", "GP", "GAD", "GAP", "LD", "LP", "LAD", "LAP", "AD", "AP"];

    [Fact]
    public void Writes_every_table_and_figure_and_a_second_time_trains_nothing()
    {
        var trainer = new RecordingTrainer("Stub");
        using var folder = new ReproductionFolder(trainer, new RecordingTrainer("Giant", obstacle: "the catalogue is too large."));
        ReproductionFolder.Run(folder.Options);
        foreach (string name in new[] { "table-2-printed", "table-2-tuned", "table-2-choices", "table-4", "table-4-choices", "table-6", "table-6-choices" })
        {
            Assert.NotEmpty(File.ReadAllText(folder[$"{name}.csv"]));
            Assert.StartsWith("# Table", File.ReadAllText(folder[$"{name}.md"]));
        }

        foreach (string name in new[] { "figure-4-printed", "figure-4-tuned", "figure-5-printed", "figure-5-tuned" })
        {
            Assert.NotEmpty(File.ReadAllText(folder[$"{name}.csv"]));
            Assert.NotEmpty(File.ReadAllBytes(folder[$"{name}.png"]));
        }

        string page = File.ReadAllText(folder["results.md"]);
        Assert.All(new[] { "Stub", "GlobalLocal", "figure-5-tuned.png", "AP is better than the best single space" }, part => Assert.Contains(part, page));
        Assert.DoesNotContain("quick look", page);
        var ablation = File.ReadAllLines(folder["table-2-printed.csv"]);
        Assert.All(Representations, name => Assert.Contains(ablation, line => line.StartsWith($",{name},", StringComparison.Ordinal)));

        // What is impossible is a gap with its reason, and no failure of the whole.
        Assert.Contains(File.ReadAllLines(folder["table-4.csv"]), line => line.Contains("Giant") && line.EndsWith("n/a", StringComparison.Ordinal));
        Assert.Contains("Giant, because: the catalogue is too large.", File.ReadAllText(folder["table-4.md"]));

        int trained = trainer.Contexts.Count;
        var before = Directory.GetFiles(folder.Options.Output).Where(path => path.EndsWith(".csv")).ToDictionary(path => path, File.ReadAllText);
        string told = ReproductionFolder.Run(folder.Options);
        Assert.DoesNotContain("run 1 of", told);
        Assert.Equal(trained, trainer.Contexts.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, File.ReadAllText(pair.Key)));

        // A run that is lost is the only one that is made again.
        File.Delete(Assert.Single(folder.RunFiles, path => path.Contains("blocks-stub-tuned-1") && ReproductionFolder.ReadRun(path).Contains("\"leaveOneOut\":false")));
        Assert.Contains("run 1 of 1: blocks, Stub", ReproductionFolder.Run(folder.Options));
        Assert.Equal(trained + 2, trainer.Contexts.Count);
    }

    [Fact]
    public void Shows_what_is_kept_without_running_anything()
    {
        var first = new RecordingTrainer("First");
        using var folder = new ReproductionFolder(first, new RecordingTrainer("Second"));
        var options = folder.Options with { Tables = [4], Figures = [], RunsPaperMethod = false };
        var nothing = Assert.Throws<ToolException>(() => ReproductionFolder.Run(options with { ShowsKeptOnly = true }));
        Assert.Contains("Without --kept", nothing.Message);
        Assert.Empty(folder.RunFiles);

        ReproductionFolder.Run(options with { Competitors = [options.Competitors[0]], RunsDefaultPreset = false });
        Assert.Single(folder.RunFiles);
        int trained = first.Contexts.Count;
        ReproductionFolder.Run(options with { ShowsKeptOnly = true });
        Assert.Single(folder.RunFiles);
        Assert.Equal(trained, first.Contexts.Count);
        Assert.Contains(File.ReadAllLines(folder["table-4.csv"]), line => line.Contains(",First,") && !line.Contains("n/a"));
        string table = File.ReadAllText(folder["table-4.md"]);
        Assert.Contains("- Not available on Blocks: Second, GlobalLocal, because: not run.\n", table);
        Assert.Contains("- One seed.\n", table);

        // What was not run at all is no figure, and a mean over fewer seeds than asked for says so.
        ReproductionFolder.Run(folder.Options with { ShowsKeptOnly = true, Seeds = 2 });
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder["table-4.md"])!, "figure-*"));
        Assert.Contains("Seeds that the means are over: Blocks 1.", File.ReadAllText(folder["table-4.md"]));
    }

    [Fact]
    public void A_dimension_that_was_not_run_is_told_though_another_was()
    {
        using var folder = new ReproductionFolder();
        var options = folder.Options with { Tables = [6], Figures = [], RunsDefaultPreset = false };
        ReproductionFolder.Run(options);
        ReproductionFolder.Run(options with { Dimensions = [4, 8], ShowsKeptOnly = true });
        string table = File.ReadAllText(folder["table-6.md"]);
        Assert.Contains("- Not available on Blocks: spaces and attention, because: not run.\n", table);
        Assert.Contains(File.ReadAllLines(folder["table-6.csv"]), line => line.Contains("\"NDCG, d = 8\"") && line.EndsWith("n/a", StringComparison.Ordinal));
        Assert.Contains(File.ReadAllLines(folder["table-6.csv"]), line => line.Contains("\"NDCG, d = 4\"") && !line.EndsWith("n/a", StringComparison.Ordinal));
    }

    [Fact]
    public void A_data_set_without_runs_is_named_below_a_figure_and_not_drawn()
    {
        using var folder = new ReproductionFolder();
        ReproductionFolder.Run(folder.Options with { Tables = [], Figures = [4] });
        var results = new RunResults([.. folder.RunFiles.SelectMany(path => new RunStore<IReadOnlyList<RunResult>>(folder["runs"]).Find(ReadKey(path))!)]);
        var options = folder.Options with { DataSets = [folder.Options.DataSets[0], folder.Options.DataSets[0] with { Name = "other", Title = "Other" }] };
        var figure = new ReproductionFigures(options, results).CreateLengths(5, RunResult.Printed);
        Assert.EndsWith("on Blocks, settings as printed", figure.Title);
        Assert.EndsWith("One seed. Not available: Other.", figure.Note);
        Assert.Single(figure.Rows);
        Assert.All(new ReproductionFigures(options, results).CreateClusters(RunResult.Printed).Rows, row => Assert.StartsWith("Blocks, M = ", Assert.Single(row).Title));

        static RunKey ReadKey(string path) => JsonDocument.Parse(ReproductionFolder.ReadRun(path)).RootElement.GetProperty("key").Deserialize<RunKey>(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase })!;
    }

    [Fact]
    public void What_is_trained_in_another_way_is_another_run()
    {
        using var folder = new ReproductionFolder(new RecordingTrainer("Stub"));
        var source = new DataSetSource(folder.Options.DataSets[0], folder.Options.Data!);
        string[] files = [.. new[] { 1, 2, 3 }.Select(revision => new CompetitorJob(source, leaveOneOut: false, 1, folder.Options.Competitors[0] with { Revision = revision }, OpenTrials(folder)).Key.FileName)];
        Assert.Distinct(files);
    }

    [Fact]
    public void What_is_kept_with_fewer_trials_is_shown_as_that_until_there_is_a_run_with_all()
    {
        using var folder = new ReproductionFolder();
        var options = folder.Options with { Tables = [4], Figures = [], RunsPaperMethod = false, RunsDefaultPreset = false, Seeds = 2 };
        ReproductionFolder.Run(With(2));
        Assert.Equal(2, folder.RunFiles.Length);

        ReproductionFolder.Run(With(4) with { ShowsKeptOnly = true });
        Assert.Contains(File.ReadAllLines(folder["table-4.csv"]), line => line.Contains(",ItemKNN,") && !line.Contains("n/a"));
        Assert.Contains("at most 4 points (but 2 on Blocks of ItemKNN), and", File.ReadAllText(folder["table-4.md"]));
        Assert.Contains("Means over 2 seeds.", File.ReadAllText(folder["table-4.md"]));

        // Runs of different budgets are never averaged.
        ReproductionFolder.Run(With(4) with { Seeds = 1 });
        ReproductionFolder.Run(With(4) with { ShowsKeptOnly = true });
        Assert.Equal(3, folder.RunFiles.Length);
        Assert.Contains("at most 4 points, and", File.ReadAllText(folder["table-4.md"]));
        Assert.Contains("Seeds that the means are over: Blocks 1.", File.ReadAllText(folder["table-4.md"]));

        ReproductionOptions With(int trials) => options with { Trials = trials, Competitors = [Competitor.Of(new ItemKnnTrainer(), trials)] };
    }

    [Fact]
    public void A_system_never_sees_the_test_and_is_trained_again_on_all_training_interactions()
    {
        var trainer = new RecordingTrainer("Stub");
        using var folder = new ReproductionFolder(trainer);
        var results = RunCompetitor(folder, trainer, leaveOneOut: false);
        var split = folder.Options.DataSets[0].ReadSplit(folder.Options.Data!, 1);
        Assert.Equal(2, trainer.Contexts.Count);
        var (search, final) = (trainer.Contexts[0], trainer.Contexts[1]);
        Assert.Equal(split.Train.Count, search.Interactions.Count + search.Validation!.Count);
        Assert.InRange(search.Validation.Count / (double)split.Train.Count, 0.05, 0.15);
        Assert.Equal(split.Train.Count, final.Interactions.Count);
        Assert.Null(final.Validation);
        foreach (int user in Enumerable.Range(0, split.Test.UserCount))
        {
            foreach (int item in split.Test.GetItems(user))
            {
                Assert.False(final.Interactions.Contains(user, item) || search.Interactions.Contains(user, item) || search.Validation.Contains(user, item));
            }
        }

        // The same as evaluated by hand.
        var popularity = AttentionModel.OfOne(new PopularityTrainer().Train(final).Space, split.Train);
        var expected = TopNEvaluator.Evaluate(new Retriever(popularity, split.Train), split.Test, ReproductionFolder.TopN);
        var result = Assert.Single(results);
        Assert.Equal(expected.Recall, result.Metrics["recall"]);
        Assert.Equal(expected.PerUser.Select(user => Math.Round(user.Ndcg, 6)), result.PerUser["ndcg"]);
    }

    [Fact]
    public void Leave_one_out_ranks_one_item_among_negatives()
    {
        var trainer = new RecordingTrainer("Stub");
        using var folder = new ReproductionFolder(trainer);
        var result = Assert.Single(RunCompetitor(folder, trainer, leaveOneOut: true));
        Assert.Equal(EvaluationProtocol.OneAmongNegatives, result.Protocol);

        // All items of a block are as popular but for what is held out, and the 16 unseen ones of the other blocks are the negatives.
        var split = folder.Options.DataSets[0].ReadLeaveOneOut!(folder.Options.Data!, 1);
        Assert.All(split.Cases!, single => Assert.Equal(16, single.Negatives.Length));
        var popularity = AttentionModel.OfOne(new PopularityTrainer().Train(trainer.Contexts[^1]).Space, split.Train);
        Assert.Equal(LeaveOneOutEvaluator.Evaluate(popularity, split.Train, split.Cases!, 10).HitRate, result.Metrics["hitRate"]);
    }

    [Fact]
    public void Attention_over_all_clusters_ranks_as_without_an_index()
    {
        using var folder = new ReproductionFolder();
        var options = folder.Options with { Tables = [4], Figures = [4], DataSets = [folder.Options.DataSets[0] with { TopN = Ablation.ClusterFigureTopN }] };
        var source = new DataSetSource(options.DataSets[0], options.Data!);
        var results = new AblationJob(source, leaveOneOut: false, 1, AblationSettings.CreatePrinted(2), 8).Run(1, new Progress<TrainingProgress>(), CancellationToken.None);
        var exhaustive = Assert.Single(results, result => result.System == "AP" && result.Protocol == new EvaluationProtocol(20));
        var allClusters = Assert.Single(results, result => result.System == "AP" && result.Protocol == new EvaluationProtocol(20, 5, 5));
        Assert.Equal(exhaustive.Metrics, allClusters.Metrics);
        Assert.NotEmpty(exhaustive.PerUser);
        Assert.Empty(allClusters.PerUser);
        Assert.Equal(Representations, results.Where(result => result.Protocol == new EvaluationProtocol(20, 5, 2)).Select(result => result.System));
        Assert.Equal(6 * 2 * 5, results.Count(result => result.Protocol is { TopN: 20, Clusters: not null }) - 4);
        Assert.All(results, result => Assert.Equal("printed", result.Settings));

        // LP stands on GP and is trained as that is.
        Assert.Equal(results.First(result => result.System == "GP").Point, results.First(result => result.System == "LP").Point);
        Assert.True(results.First(result => result.System == "LP").TrainingSeconds > results.First(result => result.System == "GP").TrainingSeconds);
    }

    [Fact]
    public void A_tuned_attention_has_the_point_of_its_loss_that_validated_best()
    {
        using var folder = new ReproductionFolder();
        var settings = AblationSettings.CreateTuned(maximumEpochs: 20, trials: 3);
        var source = new DataSetSource(folder.Options.DataSets[0], folder.Options.Data!);
        var reports = new AttentionReports();
        var results = new AblationJob(source, leaveOneOut: true, 1, settings, 8).Run(1, reports, CancellationToken.None);

        // The two points of AD, then the three of AP.
        Assert.Equal(2 + 3, reports.BestMetrics.Count);
        Check("AD", settings.DistancePoints, reports.BestMetrics[..2]);
        Check("AP", settings.ProductPoints, reports.BestMetrics[2..]);

        void Check(string name, IReadOnlyList<AblationPoint> points, List<double> metrics)
        {
            var result = Assert.Single(results, result => result.System == name);
            Assert.EndsWith($"; attention: {points[metrics.IndexOf(metrics.Max())]}", result.Point);
        }
    }

    [Fact]
    public void Interrupted_it_keeps_what_has_ended_and_goes_on_there()
    {
        using var cancellation = new CancellationTokenSource();
        var first = new RecordingTrainer("First");
        var second = new RecordingTrainer("Second") { Before = _ => cancellation.Cancel() };
        using var folder = new ReproductionFolder(first, second);
        var options = folder.Options with { Tables = [4], Figures = [] };
        var exception = Assert.Throws<ToolException>(() => ReproductionFolder.Run(options, cancellation.Token));
        Assert.Contains("kept", exception.Message);
        Assert.Contains("blocks-first-tuned-1", Assert.Single(folder.RunFiles));
        Assert.Equal([folder["runs"]], Directory.GetFileSystemEntries(options.Output));

        second.Before = null;
        ReproductionFolder.Run(options);
        Assert.Equal(2, first.Contexts.Count);
        Assert.Equal(2, second.Contexts.Count);
        Assert.True(File.Exists(folder["table-4.md"]));
    }

    [Fact]
    public void A_system_that_fails_is_a_gap_that_is_tried_again()
    {
        var trainer = new RecordingTrainer("Stub") { Before = _ => throw new InvalidOperationException("it fell over.") };
        using var folder = new ReproductionFolder(trainer);
        var options = folder.Options with { Tables = [4], Figures = [] };
        Assert.Contains("it fell over.", ReproductionFolder.Run(options));
        Assert.Contains("Stub, because: it fell over.", File.ReadAllText(folder["table-4.md"]));
        trainer.Before = null;
        ReproductionFolder.Run(options);
        Assert.DoesNotContain("n/a", File.ReadAllText(folder["table-4.md"]));
    }

    [Fact]
    public void A_quick_look_says_so_everywhere()
    {
        using var folder = new ReproductionFolder(new RecordingTrainer("Stub"));
        ReproductionFolder.Run(folder.Options with { Tables = [4], Figures = [5], IsQuick = true });
        Assert.All(["quick-table-4.md", "quick-table-4-choices.md", "quick-results.md"], name => Assert.Contains("no reproduction", File.ReadAllText(folder[name])));
        Assert.Contains("(quick-figure-5-tuned.png)", File.ReadAllText(folder["quick-results.md"]));
        Assert.All(Directory.GetFiles(folder.Options.Output), path => Assert.StartsWith("quick-", Path.GetFileName(path)));
    }

    [Fact]
    public void A_result_tells_the_grid_within_the_budget_and_the_point_that_was_chosen()
    {
        using var folder = new ReproductionFolder();
        var limited = Assert.Single(RunCompetitor(folder, Competitor.Of(new ItemKnnTrainer(), trials: 3), leaveOneOut: false));
        Assert.Equal(new ItemKnnTrainer().Points.Take(3), limited.Grid);
        Assert.Equal(3, limited.TrialCount);
        Assert.Contains(limited.Point, limited.Grid);

        // A space that moves by itself from point to point tells the one that it ended at, and how many it tried.
        var own = Assert.Single(RunCompetitor(folder, CompetitorCatalog.CreateAll(1).Single(competitor => competitor.Name == "GE"), leaveOneOut: false));
        Assert.Empty(own.Grid);
        Assert.InRange(own.TrialCount, 3, 10);
        Assert.Matches(@"^Regularization = \d+(\.\d+)?$", own.Point);
    }

    private static RunStore<GridTrial> OpenTrials(ReproductionFolder folder) => new(folder["trials"]);

    private static IReadOnlyList<RunResult> RunCompetitor(ReproductionFolder folder, RecordingTrainer trainer, bool leaveOneOut) =>
        RunCompetitor(folder, folder.Options.Competitors.Single(competitor => competitor.Trainer == trainer), leaveOneOut);

    private static IReadOnlyList<RunResult> RunCompetitor(ReproductionFolder folder, Competitor competitor, bool leaveOneOut) =>
        new CompetitorJob(new DataSetSource(folder.Options.DataSets[0], folder.Options.Data!), leaveOneOut, 1, competitor, OpenTrials(folder))
            .Run(1, new Progress<TrainingProgress>(), CancellationToken.None);

    /// <summary>The best validation metric of every training of an attention, in order.</summary>
    private sealed class AttentionReports : IProgress<TrainingProgress>
    {
        public List<double> BestMetrics { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Stage != "attention")
            {
                return;
            }

            if (value.Epoch == 1)
            {
                BestMetrics.Add(0);
            }

            BestMetrics[^1] = Math.Max(BestMetrics[^1], value.ValidationMetric);
        }
    }
}
