namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RepresentationNetworkTrainerTests
{
    private static readonly RepresentationNetworkTrainer.Options Quick = new()
    {
        EmbeddingDimension = 8,
        HiddenLayers = [8],
        Dimension = 8,
        LearningRate = 0.02,
        BatchSize = 64,
        MaximumEpochs = 30,
    };

    [Theory]
    [InlineData(TripletLoss.Distance, "GD")]
    [InlineData(TripletLoss.Product, "GP")]
    public void Blocks_are_told(TripletLoss loss, string name)
    {
        var context = Blocks.CreateContext();
        var trained = new RepresentationNetworkTrainer(Quick with { Loss = loss }).Train(context);
        Assert.Equal(name, trained.Space.Name);
        Assert.Equal(1, context.Validate(trained.Space), 1e-9);
    }

    [Fact]
    public void The_trainer_returned_has_the_best_number_of_epochs()
    {
        var reports = new Reports();
        var context = Blocks.CreateContext();
        var trained = new RepresentationNetworkTrainer(Quick with { Patience = 3 }).Train(context with { Progress = reports });
        int best = 1 + reports.Values.FindIndex(report => report.ValidationMetric == reports.Values.Max(other => other.ValidationMetric));
        Assert.Equal(best + 3, reports.Values.Count);
        Assert.All(reports.Values, report => Assert.True(report.TripletsPerSecond > 0 && report.Loss >= 0 && report.TimeLeft >= TimeSpan.Zero));

        // Without validation it makes the same space again, in as many epochs.
        reports.Values.Clear();
        var again = trained.Trainer.Train(context with { Validation = null, Progress = reports });
        Assert.Equal(best, reports.Values.Count);
        Assert.Equal(trained.Space.ItemTable, again.Space.ItemTable);
        Assert.Equal(trained.Space.UserTable, again.Space.UserTable);
    }

    [Fact]
    public void A_batch_is_at_most_an_epoch()
    {
        var context = Blocks.CreateContext(validate: false);
        int epoch = new GlobalTripletSampler(context.Interactions, context.Seed).MaximumCount;
        var options = Quick with { MaximumEpochs = 3 };
        var whole = new RepresentationNetworkTrainer(options with { BatchSize = epoch }).Train(context).Space;
        var more = new RepresentationNetworkTrainer(options with { BatchSize = int.MaxValue }).Train(context).Space;
        Assert.Equal(whole.ItemTable, more.ItemTable);
        Assert.Equal(whole.UserTable, more.UserTable);
    }

    [Fact]
    public void The_paper_settings_are_as_printed()
    {
        var paper = RepresentationNetworkTrainer.Options.Paper2021;
        Assert.Equal((512, 1.7e-4, 1.0), (paper.BatchSize, paper.LearningRate, paper.Scale));
    }

    [Fact]
    public void SameSeedGivesTheSameBytes_WhateverTheThreads()
    {
        // So large that a batch makes several parts, which the threads share.
        var random = new Random(1);
        var interactions = InteractionMatrix.FromPairs(
            [.. Enumerable.Range(0, 4000).Select(_ => random.Next(2000))], [.. Enumerable.Range(0, 4000).Select(_ => random.Next(3000))], 2000, 3000);
        var trainer = new RepresentationNetworkTrainer(new() { MaximumEpochs = 1, BatchSize = 2048 });
        var context = Blocks.CreateContext(validate: false) with { Interactions = interactions };
        var one = trainer.Train(context with { Threads = 1 }).Space;
        foreach (int threads in (int[])[2, 3, 8])
        {
            var several = trainer.Train(context with { Threads = threads }).Space;
            Assert.Equal(one.UserTable, several.UserTable);
            Assert.Equal(one.ItemTable, several.ItemTable);
        }

        Assert.NotEqual(one.ItemTable, trainer.Train(context with { Seed = 2 }).Space.ItemTable);
    }

    [Fact]
    public void No_tensor_survives_a_fit()
    {
        // One thread, since tensors are counted by thread.
        var context = Blocks.CreateContext() with { Threads = 1 };
        var trainer = new RepresentationNetworkTrainer(Quick with { MaximumEpochs = 2 });
        trainer.Train(context);
        long before = global::TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        trainer.Train(context);
        Assert.Equal(before, global::TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_local_space_stands_on_a_global_one()
    {
        var context = Blocks.CreateContext();
        var trainer = new RepresentationNetworkTrainer(Quick with { Triplets = TripletSource.Local, Clusters = 4, CandidateClusters = 4 });
        Assert.Equal("LD", trainer.Name);
        var other = new RepresentationNetworkTrainer(Quick with { Triplets = TripletSource.Local, BaseSpace = "GW" });
        Assert.Contains("GW", Assert.Throws<InvalidOperationException>(() => other.Train(context)).Message);
        var global = new RepresentationNetworkTrainer(Quick with { MaximumEpochs = 1 }).Train(context).Space;
        var local = trainer.Train(context with { Spaces = new Dictionary<string, RepresentationSpace> { ["GD"] = global } }).Space;
        Assert.Equal(VectorSimilarity.NegativeDistance, local.Similarity);
        Assert.True(context.Validate(local) > context.Validate(global));
    }

    [Fact]
    public void A_local_space_alone_trains_the_global_one_for_itself()
    {
        var context = Blocks.CreateContext();
        var options = Quick with { Loss = TripletLoss.Product, Clusters = 4, CandidateClusters = 4, MaximumEpochs = 5 };
        var local = new RepresentationNetworkTrainer(options with { Triplets = TripletSource.Local });
        var global = new RepresentationNetworkTrainer(options).Train(context);
        var spaces = new Dictionary<string, RepresentationSpace> { ["GP"] = global.Space };
        var alone = local.Train(context);
        var behind = local.Train(context with { Spaces = spaces });
        Assert.Equal(behind.Space.ItemTable, alone.Space.ItemTable);

        // Again with what was chosen, its global space included.
        var full = context with { Validation = null };
        spaces["GP"] = global.Trainer.Train(full).Space;
        Assert.Equal(behind.Trainer.Train(full with { Spaces = spaces }).Space.ItemTable, alone.Trainer.Train(full).Space.ItemTable);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_an_error()
    {
        var trainer = new RepresentationNetworkTrainer(Quick with { LearningRate = 1e30 });
        var error = Assert.Throws<NotFiniteNumberException>(() => trainer.Train(Blocks.CreateContext(validate: false)));
        Assert.Contains("LearningRate", error.Message);
    }

    [Fact]
    public void Without_any_triplet_there_is_an_error()
    {
        var full = InteractionMatrix.FromPairs([0, 0, 1, 1], [0, 1, 0, 1], 2, 2);
        var error = Assert.ThrowsAny<InvalidOperationException>(() => new RepresentationNetworkTrainer(Quick).Train(Blocks.CreateContext(validate: false) with { Interactions = full }));
        Assert.Contains("every user has all items or none", error.Message);
        Assert.Contains("every user has all items or none", new RepresentationNetworkTrainer(Quick).GetObstacle(full));
        Assert.Null(new RepresentationNetworkTrainer(Quick).GetObstacle(Blocks.Train));
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var source = new CancellationTokenSource();
        var reports = new Reports { OnReport = _ => source.Cancel() };
        var context = Blocks.CreateContext() with { CancellationToken = source.Token, Progress = reports };
        Assert.ThrowsAny<OperationCanceledException>(() => new RepresentationNetworkTrainer(Quick).Train(context));
        Assert.Single(reports.Values);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refuse(new() { LearningRate = 0 }, "LearningRate");
        Refuse(new() { Scale = double.NaN }, "Scale");
        Refuse(new() { Margin = -1 }, "Margin");
        Refuse(new() { HiddenLayers = [4, 0] }, "HiddenLayers");
        Refuse(new() { BatchSize = 0 }, "BatchSize");
        Refuse(new() { CandidateClusters = 0 }, "CandidateClusters");
        Refuse(new() { Clusters = 0 }, "Clusters");

        static void Refuse(RepresentationNetworkTrainer.Options options, string name) =>
            Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => new RepresentationNetworkTrainer(options)).Message);
    }
}
