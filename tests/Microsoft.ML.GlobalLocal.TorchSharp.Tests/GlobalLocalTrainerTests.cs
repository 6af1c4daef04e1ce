namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class GlobalLocalTrainerTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static GlobalLocalTrainer.Options Quick => new() { Spaces = TestInput.QuickSpaces, Attention = TestInput.QuickAttention, TopN = 2 };

    [Fact]
    public void Every_user_is_recommended_the_rest_of_its_block()
    {
        var recommender = Train(Blocks.Train, Quick);
        for (int user = 0; user < Blocks.Users; user++)
        {
            var expected = Blocks.HeldOut.GetItems(user).ToArray().Select(item => $"i{item}").Order();
            Assert.Equal(expected, recommender.Recommend($"u{user}", 2).Select(recommendation => recommendation.Item).Order());
        }
    }

    [Fact]
    public void The_default_preset_trains_its_spaces_and_searches_exhaustively()
    {
        var model = Train(Blocks.Train, new()).Model;
        Assert.Empty(model.Attention.Spaces.Select(space => space.Name).Except(["GW", "GE", "GS", "GN", "GU"]));
        Assert.Equal(5, model.Retriever.Index!.ClusterCount);
        Assert.Equal(5, model.Retriever.Clusters);

        // By chance 2 of 14. Not all: which items are held out follows a pattern, and what is held out of the rest, by which the attention learns, does not.
        Assert.InRange(TopNEvaluator.Evaluate(model.Retriever, InInputOrder(Blocks.HeldOut, model), 2).Recall, 0.5, 1);
    }

    [Fact]
    public void The_paper_preset_trains_the_papers_spaces_and_searches_two_clusters()
    {
        var model = Train(Blocks.Train, new() { Preset = GlobalLocalPreset.Paper2021 }).Model;
        Assert.Equal("GD", model.Attention.Spaces[0].Name);
        Assert.Contains("GP", model.Attention.Spaces.Select(space => space.Name));
        Assert.Empty(model.Attention.Spaces.Select(space => space.Name).Except(["GD", "GP", "LD", "LP"]));
        Assert.Equal(Blend.Representations, model.Attention.Blend);
        Assert.Equal("GD", model.Retriever.Index!.Space.Name);
        Assert.Equal(2, model.Retriever.Clusters);
    }

    [Theory]
    [InlineData(GlobalLocalPreset.Default)]
    [InlineData(GlobalLocalPreset.Paper2021)]
    public void Tiny_data_trains(GlobalLocalPreset preset)
    {
        // The last user has everything: it is counted, and recommended nothing.
        foreach (var (users, items) in new[] { (4, 4), (7, 6) })
        {
            var recommender = Train(TestInput.Matrix(users, items, (user, item) => user == users - 1 || user != item), new() { Preset = preset });
            Assert.Empty(recommender.Recommend($"u{users - 1}", 3));
            Assert.Equal("i0", Assert.Single(recommender.Recommend("u0", 3)).Item);
        }
    }

    [Theory]
    [InlineData(GlobalLocalPreset.Default)]
    [InlineData(GlobalLocalPreset.Paper2021)]
    public void Users_may_all_be_identical(GlobalLocalPreset preset)
    {
        // Enough users to hold out something; the items that nobody of them has are one user's.
        var recommender = Train(TestInput.Matrix(15, 9, (user, item) => user == 14 ? item >= 7 : item < 7), new() { Preset = preset });
        var lists = Enumerable.Range(0, 14).Select(user => recommender.Recommend($"u{user}", 9).Select(recommendation => recommendation.Item).Order());
        Assert.All(lists, list => Assert.Equal(["i7", "i8"], list));
    }

    [Fact]
    public void Users_with_one_item_each_train()
    {
        var model = Train(TestInput.Matrix(30, 5, (user, item) => user % 5 == item), Quick).Model;
        Assert.Equal(2, model.Attention.Spaces.Count);
        Assert.IsType<FixedWeighting>(model.Attention.Weighting);
    }

    [Fact]
    public void Data_without_any_triplet_is_told_where_every_space_needs_them()
    {
        var full = TestInput.Matrix(4, 4, (_, _) => true);
        var exception = Assert.Throws<InvalidOperationException>(() => Train(full, new() { Preset = GlobalLocalPreset.Paper2021 }));
        Assert.Contains("None of the spaces", exception.Message);
        Assert.Contains("GD: there is no triplet", exception.Message);
        Assert.Empty(Train(full, new()).Recommend("u1", 4));
    }

    [Theory]
    [InlineData(5000, "GE")]
    [InlineData(5001, "GL")]
    public void The_preset_has_one_linear_map_between_items(int size, string expected)
    {
        var interactions = InteractionMatrix.FromPairs([0], [0], size, size);
        Assert.Equal(["GW", expected, "GS", "GN", "GU"], Presets.CreateSpaces(GlobalLocalPreset.Default).Where(trainer => trainer.GetObstacle(interactions) is null).Select(trainer => trainer.Name));
    }

    [Fact]
    public void A_space_that_the_data_does_not_allow_is_left_out()
    {
        var ease = new EaseTrainer(new() { MaximumSize = 10 });
        Assert.DoesNotContain("GE", Train(Blocks.Train, With(options => options.Spaces = [ease, .. TestInput.QuickSpaces])).Model.Attention.Spaces.Select(space => space.Name));
        var reports = new Reports();
        var options = With(options => (options.Spaces, options.IndexSpace, options.Progress) = ([ease, .. TestInput.QuickSpaces], "GE", reports));
        Assert.Contains("'GE'", Assert.Throws<InvalidOperationException>(() => Train(Blocks.Train, options)).Message);
        Assert.Empty(reports.Values);
    }

    [Theory]
    [InlineData(AttentionInputs.Scores, Blend.Scores, true)]
    [InlineData(AttentionInputs.Scores, Blend.Representations, false)]
    [InlineData(AttentionInputs.Representations, Blend.Scores, false)]
    public void Triplet_attention_over_scores_only_goes_with_spaces_trained_on_everything(AttentionInputs inputs, Blend blend, bool again)
    {
        var trainer = new RecordingTrainer();
        var attention = new AttentionTrainer.Options { Inputs = inputs, Blend = blend, MaximumEpochs = 2 };
        var model = Train(Blocks.Train, new() { Spaces = [trainer], TripletAttention = attention }).Model;
        Assert.Equal(blend, model.Attention.Blend);
        Assert.Equal(again ? 2 : 1, trainer.Runs.Count);
        var (interactions, heldOut) = trainer.Runs[0];
        Assert.InRange(heldOut!.Count, 1, Blocks.Train.Count / 5);
        Assert.Equal(Blocks.Train.Count, interactions.Count + heldOut.Count);
        Assert.All(trainer.Runs.Skip(1), run => Assert.Equal((Blocks.Train.Count, null), (run.Interactions.Count, run.HeldOut)));
    }

    [Fact]
    public void Index_and_clusters_are_those_asked_for()
    {
        // Attention by triplets turns no space off.
        var attention = new AttentionTrainer.Options { Inputs = AttentionInputs.Scores, Blend = Blend.Scores, MaximumEpochs = 1 };
        var model = Train(Blocks.Train, new() { Spaces = TestInput.QuickSpaces, TripletAttention = attention, Clusters = 6, SearchedClusters = 3, IndexSpace = "GN" }).Model;
        Assert.Equal((6, 3, "GN"), (model.Retriever.Index!.ClusterCount, model.Retriever.Clusters!.Value, model.Retriever.Index.Space.Name));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void As_few_clusters_are_searched_as_reach_the_target_recall(double recall)
    {
        var log = new List<string>();
        var context = new MLContext(1);
        context.Log += (_, entry) => log.Add(entry.Message);
        var rows = TestInput.Rows(context, Blocks.Train);
        var options = With(options => (options.TargetRecall, options.Clusters, options.TopN) = (recall, 6, 3));
        var model = TestInput.Keys(context).Append(new GlobalLocalTrainer(context, options)).Fit(rows).LastTransformer.Model;
        int clusters = model.Retriever.Clusters!.Value;
        var lists = ExhaustiveLists.Compute(model.Attention, model.Interactions, 1000, 3, new ParallelOptions());
        var curve = RecallCurve.Measure(model.Retriever.Index!, model.Interactions, lists);
        Assert.Equal(6, model.Retriever.Index!.ClusterCount);
        Assert.Equal(curve.FindClusters(recall), clusters);
        Assert.Equal((float)curve.GetRecall(clusters), model.IndexRecall!.Measured);
        Assert.Equal(((float)recall, 3, Blocks.Train.UserCount), (model.IndexRecall.Target, model.IndexRecall.TopN, model.IndexRecall.Users));
        Assert.Contains(log, message => message.Contains($"a search of {clusters} finds {model.IndexRecall}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_number_of_clusters_is_chosen_for_the_target_recall_where_it_is_not_given()
    {
        var model = Train(Blocks.Train, With(options => options.TargetRecall = 0.9)).Model;
        Assert.InRange(model.IndexRecall!.Measured, 0.9f, 1);
        Assert.Contains(model.Retriever.Index!.ClusterCount, new[] { 5, 10, 20 });
    }

    [Fact]
    public void SameSeedGivesTheSameBytes_WhateverTheThreads()
    {
        var rows = TestInput.Rows(Context, Blocks.Train);
        foreach (var change in new Action<GlobalLocalTrainer.Options>[] { _ => { }, UseNetworks })
        {
            var one = Fit(1, 1, change);
            Assert.Equal(one, Fit(1, 2, change));
            Assert.NotEqual(one, Fit(2, 1, change));
        }

        static void UseNetworks(GlobalLocalTrainer.Options options)
        {
            options.Spaces = [new RepresentationNetworkTrainer(TestInput.QuickNetwork), new RepresentationNetworkTrainer(TestInput.QuickNetwork with { Triplets = TripletSource.Local })];
            (options.Attention, options.TripletAttention) = (null, new() { MaximumEpochs = 2 });
        }

        IEnumerable<string> Fit(int seed, int threads, Action<GlobalLocalTrainer.Options> change)
        {
            var context = new MLContext(seed);
            var options = With(change);
            options.Threads = threads;
            return TestInput.Unzip(context, TestInput.Keys(context).Append(new GlobalLocalTrainer(context, options)).Fit(rows), rows);
        }
    }

    [Fact]
    public void Progress_is_reported()
    {
        var reports = new Reports();
        Train(Blocks.Train, With(options => options.Progress = reports));
        string[] stages = [.. reports.Values.Select(report => report.Stage).Distinct()];
        Assert.Contains("GW", stages);
        Assert.Contains(stages, stage => stage.Contains("attention"));
        Assert.Equal("clusters of GW", stages[^1]);
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var source = new CancellationTokenSource();
        var middle = new Reports { OnReport = report => Cancel(report.Stage.Contains("attention")) };
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Blocks.Train, With(options => (options.Progress, options.CancellationToken) = (middle, source.Token))));
        Assert.DoesNotContain(middle.Values, report => report.Stage.StartsWith("clusters", StringComparison.Ordinal));
        Assert.ThrowsAny<OperationCanceledException>(() => Train(Blocks.Train, With(options => options.CancellationToken = new CancellationToken(canceled: true))));

        void Cancel(bool isTime)
        {
            if (isTime)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Bad_options_are_refused_before_training()
    {
        Refuse(options => options.TopN = 0, "TopN");
        Refuse(options => options.Threads = 0, "Threads");
        Refuse(options => options.Clusters = 0, "Clusters");
        Refuse(options => options.SearchedClusters = 0, "SearchedClusters");
        Refuse(options => options.TargetRecall = 0, "TargetRecall");
        Refuse(options => options.TargetRecall = 1.01, "TargetRecall");
        Refuse(options => options.TargetRecall = double.NaN, "TargetRecall");
        Refuse(options => (options.TargetRecall, options.SearchedClusters) = (0.9, 2), "TargetRecall and SearchedClusters are both set");
        Refuse(options => (options.Clusters, options.SearchedClusters) = (3, 4), "is 4, but the index has M = 3");
        Refuse(options => options.IndexSpace = "GX", "'GX'", "GW, GN");
        Refuse(options => options.Spaces = [], "empty");
        Refuse(options => options.Spaces = [new SpectralTrainer(), new SpectralTrainer()], "'GS'");
        Refuse(options => options.TripletAttention = new(), "both set");
        Refuse(options => (options.Attention, options.TripletAttention) = (null, new() { LearningRate = 0 }), "LearningRate");
        Refuse(options => options.ItemColumnName = "User", "'User'");
        Refuse(options => (options.Spaces, options.Preset) = (null, (GlobalLocalPreset)7), "preset");

        static void Refuse(Action<GlobalLocalTrainer.Options> change, params string[] expected)
        {
            var exception = Assert.ThrowsAny<ArgumentException>(() => new GlobalLocalTrainer(Context, With(change)));
            Assert.All(expected, part => Assert.Contains(part, exception.Message));
        }
    }

    [Fact]
    public void More_clusters_than_there_are_is_told_before_training()
    {
        var reports = new Reports();
        Assert.Contains("is 25, but there are 24 items", Assert.Throws<ArgumentException>(() => Train(Blocks.Train, With(options => (options.Clusters, options.Progress) = (25, reports)))).Message);
        Assert.Contains("is 6, but the index has M = 5", Assert.Throws<ArgumentException>(() => Train(Blocks.Train, With(options => (options.SearchedClusters, options.Progress) = (6, reports)))).Message);
        Assert.Empty(reports.Values);
    }

    private static GlobalLocalTrainer.Options With(Action<GlobalLocalTrainer.Options> change)
    {
        var options = Quick;
        change(options);
        return options;
    }

    private static Recommender Train(InteractionMatrix interactions, GlobalLocalTrainer.Options options)
    {
        // Threads that wait for each other cost more than such small data takes.
        options.Threads ??= 1;
        return new(Context.GlobalLocal().Trainers.GlobalLocal(options).Fit(TestInput.Keyed(Context, interactions)).Model);
    }

    /// <summary>Interactions by the indices of a model, whose keys are in the order of the rows.</summary>
    private static InteractionMatrix InInputOrder(InteractionMatrix interactions, GlobalLocalModel model) => TestInput.Matrix(
        interactions.UserCount,
        interactions.ItemCount,
        (user, item) => interactions.Contains(int.Parse(model.Users[user][1..]), int.Parse(model.Items[item][1..])));

    /// <summary>Keeps what it was trained on.</summary>
    private sealed class RecordingTrainer : SpaceTrainer
    {
        public List<(InteractionMatrix Interactions, InteractionMatrix? HeldOut)> Runs { get; } = [];

        public override string Name => "R";

        public override TrainedSpace Train(SpaceTrainingContext context)
        {
            Runs.Add((context.Interactions, context.Validation));
            return new TrainedSpace(TestSpaces.Informed(Name), this);
        }
    }
}
