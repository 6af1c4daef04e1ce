namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>What every trainer of a space must do.</summary>
public class SpaceTrainerContractTests
{
    private static readonly SpaceTrainer[] Personal =
    [
        new WeightedSquaresTrainer(new() { Dimension = 8, UnobservedWeights = [0.1f, 0.3f], Regularizations = [0.01f, 0.1f] }),
        new SpectralTrainer(new() { Dimensions = [SpaceTraining.Blocks, 8, 1000] }),
        new NeighbourhoodTrainer(),
        new UserNeighbourhoodTrainer(new() { Dimension = 8 }),
        new EaseTrainer(new() { Dimension = 8 }),
        new SparseLinearTrainer(new() { Dimension = 8 }),
    ];

    private static readonly SpaceTrainer[] All = [.. Personal, new PopularityTrainer()];

    public static TheoryData<string> Names => [.. All.Select(trainer => trainer.Name)];

    public static TheoryData<string> PersonalNames => [.. Personal.Select(trainer => trainer.Name)];

    [Theory]
    [MemberData(nameof(PersonalNames))]
    public void Recommends_the_unseen_item_of_the_own_block(string name)
    {
        var interactions = SpaceTraining.Checkerboard;
        var space = Get(name).Train(SpaceTraining.CreateContext(interactions)).Space;
        var retriever = new Retriever(AttentionModel.OfOne(space, interactions), interactions);
        var items = new int[1];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            retriever.Retrieve(user, items, new float[1]);
            Assert.Equal(SpaceTraining.GetMissingItem(user), items[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_seed_gives_the_same_bytes_on_any_number_of_threads(string name)
    {
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered, SpaceTraining.HeldOut);
        var expected = SpaceTraining.GetBytes(Get(name).Train(context with { Threads = 1 }).Space);

        Assert.Equal(expected, SpaceTraining.GetBytes(Get(name).Train(context with { Threads = 1 }).Space));
        Assert.Equal(expected, SpaceTraining.GetBytes(Get(name).Train(context with { Threads = 5 }).Space));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Returns_a_trainer_that_has_the_chosen_point_fixed(string name)
    {
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered, SpaceTraining.HeldOut);
        var trained = Get(name).Train(context);

        var again = trained.Trainer.Train(context with { Validation = null });

        // Close, not equal: what was found on the way to a larger point may be rounded otherwise.
        var expected = new float[trained.Space.ItemCount];
        var scores = new float[trained.Space.ItemCount];
        Assert.Equal(trained.Space.Dimension, again.Space.Dimension);
        for (int user = 0; user < context.Interactions.UserCount; user++)
        {
            trained.Space.ScoreAll(trained.Space.View(context.Interactions, user), expected);
            again.Space.ScoreAll(again.Space.View(context.Interactions, user), scores);
            Assert.All(scores, (score, item) => Assert.Equal(expected[item], score, 1e-3f));
        }
    }

    [Theory]
    [MemberData(nameof(PersonalNames))]
    public void Chooses_the_point_that_validates_best(string name)
    {
        var reports = new List<TrainingProgress>();
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered, SpaceTraining.HeldOut) with { Progress = new Collector(reports) };

        var space = Get(name).Train(context).Space;

        Assert.True(reports.Count > 1, "A search reports every trial.");
        Assert.All(reports, report => Assert.Equal(name, report.Stage));
        Assert.Equal(reports.Max(report => report.ValidationMetric), context.Validate(space));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fold_in_of_a_training_users_items_gives_its_vector(string name)
    {
        var interactions = SpaceTraining.Scattered;
        var space = Get(name).Train(SpaceTraining.CreateContext(interactions)).Space;
        var folded = new float[space.Dimension];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            space.FoldIn(interactions.GetItems(user), folded);
            Assert.Equal(space.GetUserVector(user), folded);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_of_some_items_equal_those_of_all(string name)
    {
        var interactions = SpaceTraining.Scattered;
        var space = Get(name).Train(SpaceTraining.CreateContext(interactions)).Space;
        int[] some = [5, 0, 41];
        var scores = new float[some.Length];
        var all = new float[space.ItemCount];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            var view = space.View(interactions, user);
            space.ScoreAll(view, all);
            space.Score(view, some, scores);
            Assert.Equal(some.Select(item => all[item]), scores);
            space.Score(view, some.AsSpan(2), scores);
            Assert.Equal(all[some[2]], scores[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stops_when_cancelled(string name)
    {
        var context = SpaceTraining.CreateContext(SpaceTraining.Scattered, SpaceTraining.HeldOut) with { CancellationToken = new CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => Get(name).Train(context));
    }

    private static SpaceTrainer Get(string name) => All.Single(trainer => trainer.Name == name);

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
