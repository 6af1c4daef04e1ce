namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class BaselineTrainerTests
{
    [Fact]
    public void The_point_that_validates_best_is_taken_with_the_options_that_came_of_it()
    {
        var trained = new StubTrainer([new(false, 1), new(true, 2), new(false, 3)]).Train(Blocks.CreateContext());
        Assert.Equal([new(true, 12)], Assert.IsType<StubTrainer>(trained.Trainer).Grid);
        Assert.Equal(BlockSpaces.Create(isGood: true).ItemTable, trained.Space.ItemTable);
    }

    [Fact]
    public void A_budget_leaves_the_first_points_and_without_held_out_interactions_the_first_is_taken()
    {
        var trainer = new StubTrainer([new(false, 1), new(true, 2)]);
        Assert.Equal([new(false, 11)], Assert.IsType<StubTrainer>(trainer.Limit(1).Train(Blocks.CreateContext()).Trainer).Grid);
        Assert.Equal([new(false, 11)], Assert.IsType<StubTrainer>(trainer.Train(Blocks.CreateContext(validate: false)).Trainer).Grid);
    }

    [Fact]
    public void A_point_is_tried_with_the_options_and_the_metric_that_came_of_it()
    {
        var context = Blocks.CreateContext();
        var trial = new StubTrainer([new(false, 1), new(true, 2)]).Try(context, 1);
        Assert.Equal([new(true, 12)], Assert.IsType<StubTrainer>(trial.Trainer).Grid);
        Assert.Equal(context.Validate(BlockSpaces.Create(isGood: true)), trial.ValidationMetric);
    }

    [Fact]
    public void Every_point_of_every_grid_is_the_same_after_it_was_written_and_read()
    {
        foreach (var system in BaselineSystems.All)
        {
            for (int point = 0; point < system.Points.Count; point++)
            {
                var read = system.ReadOptions(system.WriteOptions(point));
                Assert.Equal([system.Points[point]], read.Points);
                Assert.IsType(system.GetType(), read);
            }
        }
    }

    [Fact]
    public void No_options_are_refused_where_they_enter() => Assert.Throws<ArgumentNullException>(() => new CmlTrainer(null!));

    private sealed record StubOptions(bool IsGood, int Epochs);

    private sealed class StubTrainer(IReadOnlyList<StubOptions> grid) : BaselineTrainer<StubOptions>(grid)
    {
        public override string Name => "stub";

        public override string Paper => "Nobody, 2000";

        private protected override BaselineTrainer<StubOptions> With(IReadOnlyList<StubOptions> grid) => new StubTrainer(grid);

        private protected override (RepresentationSpace Space, StubOptions Options) TrainOne(SpaceTrainingContext context, StubOptions options) =>
            (BlockSpaces.Create(options.IsGood), options with { Epochs = options.Epochs + 10 });
    }
}
