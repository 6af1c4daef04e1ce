namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class StudyJobTests
{
    private static readonly string[] FusionRows =
    [
        "GW", "GE", "GS", "GN", "GU",
        FusionStudy.EqualWeights, FusionStudy.FixedWeights, FusionStudy.ScoreAttention, FusionStudy.RepresentationAttention,
        FusionStudy.WithoutPairFactor, "without GW", "without GE", "without GS", "without GN", "without GU",
    ];

    [Fact]
    public void The_preset_is_taken_apart_and_every_part_is_kept_user_by_user()
    {
        using var folder = new ReproductionFolder();
        var source = new DataSetSource(folder.Options.DataSets[0], folder.Options.Data!);
        var job = new FusionJob(source, 1);
        Assert.Contains(nameof(AttentionOptions), job.Key.Configuration);
        Assert.Contains("GW UnobservedWeights", job.Key.Configuration);
        var results = job.Run(1, new Progress<TrainingProgress>(), CancellationToken.None);
        Assert.Equal(FusionRows.Select(FusionJob.GetSystem), results.Select(result => result.System));
        int users = source.Read(leaveOneOut: false, 1).Train.UserCount;
        Assert.All(results, result => Assert.Equal(users, result.PerUser["ndcg"].Length));
        Assert.All(results, result => Assert.Equal(MachineDescription.Describe(), result.Machine));
        Assert.Equal("", job.CreateFailure("not run.").Machine);
        Assert.Equal(results[0].Metrics["ndcg"], results[0].PerUser["ndcg"].Average(), 5);

        // The table shows them all, and compares with the whole. It has GL too, which larger data sets have in the place of GE.
        var table = new StudyTables(folder.Options, new RunResults(results)).CreateFusion();
        Assert.Equal(["GL", "without GL"], table.Rows.Select(row => row.Title).Except(FusionRows));
        Assert.Equal(FusionRows, table.Rows.Where(row => row.Cells.All(cell => cell.Mean is not null)).Select(row => row.Title));
        Assert.Equal(("attention over scores (all spaces)", 14 * RunMetric.Tested.Count), table.Reference);
    }

    [Fact]
    public void Re_ranking_is_a_row_without_and_one_with_what_is_known_of_the_items()
    {
        using var folder = new ReproductionFolder();
        File.WriteAllText(Path.Combine(folder.Options.Data!, "items.tsv"), "item\tnumber\nitem 0.1\t3\nitem 1.2\t5\n");
        var dataSet = folder.Options.DataSets[0] with { ItemFile = "items.tsv", ItemFeatures = ["number"] };
        var source = new DataSetSource(dataSet, folder.Options.Data!);
        var job = new RerankingJob(source, 1);
        Assert.Contains(source.ItemDigest, job.Key.Configuration);
        var results = job.Run(1, new Progress<TrainingProgress>(), CancellationToken.None);
        string[] rows = [RerankingJob.Model, RerankingJob.Reranked, "re-ranked, with number"];
        Assert.Equal(rows.Select(RerankingJob.GetSystem), results.Select(result => result.System));
        var table = new StudyTables(folder.Options with { DataSets = [dataSet] }, new RunResults(results)).CreateReranking();
        Assert.Equal(rows, table.Rows.Select(row => row.Title));
        Assert.Equal((RerankingJob.Model, 2 * RunMetric.Tested.Count), table.Reference);
        var choices = new StudyTables(folder.Options with { DataSets = [dataSet] }, new RunResults(results)).CreateRerankingChoices();
        Assert.Equal(results.Select(result => result.Point), choices.Rows.Select(row => row.Cells[2].Text));

        // A data set without features has no such row, not even one that says so.
        var other = dataSet with { Name = "other", ItemFile = null, ItemFeatures = [] };
        var both = new StudyTables(folder.Options with { DataSets = [dataSet, other] }, new RunResults(results)).CreateReranking();
        Assert.Equal(["n/a", "n/a", ""], both.Rows.Select(row => row.Cells[^1].Text));
    }

    [Fact]
    public void A_file_of_the_items_that_is_missing_is_named()
    {
        using var folder = new ReproductionFolder();
        var dataSet = folder.Options.DataSets[0] with { ItemFile = "items.tsv", ItemFeatures = ["number"] };
        var missing = Assert.Throws<ToolException>(() => DataSetCatalog.CheckPresent([dataSet], folder.Options.Data));
        Assert.Contains("blocks lacks items.tsv (the test makes it)", missing.Message);
    }

    [Fact]
    public void The_plan_has_the_studies_where_they_are_asked_for_with_every_seed()
    {
        using var folder = new ReproductionFolder();
        var options = folder.Options with { Seeds = 2, RunsStudies = true };
        var sources = options.DataSets.Select(dataSet => new DataSetSource(dataSet, options.Data!)).ToArray();
        var systems = ReproductionPlan.CreateJobs(options, sources).Select(job => job.System).ToArray();
        Assert.Equal(2, systems.Count(system => system == FusionJob.Name));
        Assert.Equal(2, systems.Count(system => system == RerankingJob.Name));
        Assert.DoesNotContain(ReproductionPlan.CreateJobs(options with { RunsStudies = false }, sources), job => job.System is FusionJob.Name or RerankingJob.Name);
    }
}
