using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class SpaceEstimatorTests
{
    private static readonly TestPipeline Pipeline = new();

    [Fact]
    public void Chooses_on_a_part_held_out_and_trains_again_on_everything()
    {
        var trainer = new RecordingTrainer();
        var options = new SpaceEstimator.Options { ValidationShare = 0.25, TopN = 7, Threads = 3 };
        var transformer = Pipeline.Context.GlobalLocal().Spaces.Custom(trainer, options).Fit(Pipeline.Keyed);

        Assert.Equal(2, trainer.Runs.Count);
        var search = trainer.Runs[0];
        var validation = Assert.IsType<InteractionMatrix>(search.Validation);
        Assert.InRange(validation.Count, 1, Pipeline.Interactions.Count / 2);
        Assert.Equal(Pipeline.Interactions.Count, search.Interactions.Count + validation.Count);
        Assert.Equal((7, 3, 1), (search.TopN, search.Threads, search.Seed));
        Assert.Null(trainer.Runs[1].Validation);
        Assert.Same(transformer.Interactions, trainer.Runs[1].Interactions);
        Assert.Equal(Pipeline.Interactions.Count, transformer.Interactions.Count);
        Assert.Equal("chosen", transformer.Space.Name);
    }

    [Fact]
    public void Without_validation_trains_once()
    {
        var trainer = new RecordingTrainer();
        Pipeline.Context.GlobalLocal().Spaces.Custom(trainer, new() { ValidationShare = 0 }).Fit(Pipeline.Keyed);
        Assert.Null(Assert.Single(trainer.Runs).Validation);
    }

    [Fact]
    public void Progress_and_cancellation_reach_the_trainer()
    {
        using var source = new CancellationTokenSource();
        var progress = new Progress<TrainingProgress>();
        var trainer = new RecordingTrainer();
        Pipeline.Context.GlobalLocal().Spaces.Custom(trainer, new() { Progress = progress, CancellationToken = source.Token }).Fit(Pipeline.Keyed);
        Assert.All(trainer.Runs, run => Assert.Same(progress, run.Progress));
        Assert.All(trainer.Runs, run => Assert.Equal(source.Token, run.CancellationToken));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        var estimator = Pipeline.Context.GlobalLocal().Spaces.Custom(new RecordingTrainer(), new() { CancellationToken = new CancellationToken(canceled: true) });
        Assert.ThrowsAny<OperationCanceledException>(() => estimator.Fit(Pipeline.Keyed));
    }

    [Fact]
    public void An_obstacle_is_told()
    {
        var estimator = Pipeline.Context.GlobalLocal().Spaces.Custom(new RecordingTrainer { Obstacle = "the catalogue is too large." });
        var exception = Assert.Throws<InvalidOperationException>(() => estimator.Fit(Pipeline.Keyed));
        Assert.Contains("Space 'chosen' cannot be trained on this data: the catalogue is too large.", exception.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_an_error(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Pipeline.Context.GlobalLocal().Spaces.Custom(new RecordingTrainer(), new() { ValidationShare = share }));

    [Theory]
    [InlineData("GW")]
    [InlineData("GS")]
    [InlineData("GN")]
    [InlineData("GU")]
    [InlineData("GE")]
    [InlineData("GL")]
    [InlineData("Popularity")]
    public void Every_space_of_the_catalog_fits_in_a_pipeline(string name)
    {
        var spaces = Pipeline.Context.GlobalLocal().Spaces;
        var estimator = name switch
        {
            "GW" => spaces.WeightedSquares(new() { Dimension = 4 }),
            "GS" => spaces.Spectral(),
            "GN" => spaces.Neighbourhood(),
            "GU" => spaces.UserNeighbourhood(),
            "GE" => spaces.Ease(),
            "GL" => spaces.SparseLinear(),
            _ => spaces.Popularity(),
        };
        var transformer = estimator.Fit(Pipeline.Keyed);
        Assert.Equal(name, transformer.Space.Name);
        var loaded = TestPipeline.SaveAndLoad(Pipeline.Context, transformer, Pipeline.Keyed.Schema);
        var rows = transformer.Transform(Pipeline.Keyed);
        var all = new float[transformer.Space.ItemCount];
        foreach (var (user, item, score) in rows.GetColumn<uint>("User").Zip(rows.GetColumn<uint>("Item"), rows.GetColumn<float>($"{name}.Score")))
        {
            transformer.Space.ScoreAll(transformer.Space.View(transformer.Interactions, (int)user - 1), all);
            Assert.Equal(all[item - 1], score, 1e-4);
        }

        var scores = TestPipeline.ReadRows(rows, $"{name}.Score");
        Assert.DoesNotContain("NaN", scores);
        Assert.Equal(scores, TestPipeline.ReadRows(loaded.Transform(Pipeline.Keyed), $"{name}.Score"));
    }

    private sealed class RecordingTrainer : SpaceTrainer
    {
        public List<SpaceTrainingContext> Runs { get; } = [];

        public string? Obstacle { get; init; }

        public override string Name => "chosen";

        public override TrainedSpace Train(SpaceTrainingContext context)
        {
            Runs.Add(context);
            return new(TestData.RandomSpace(Name, context.Interactions.UserCount, context.Interactions.ItemCount, 2, VectorSimilarity.Product, context.Seed), this);
        }

        public override string? GetObstacle(InteractionMatrix interactions) => Obstacle;
    }
}
