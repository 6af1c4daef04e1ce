namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The paper's networks on random triplets: a fixed number of epochs at its settings. This is what a GPU is used for.</summary>
internal sealed class NetworkPart : BenchmarkPart
{
    private const int Epochs = 3;

    public override string Name => "networks";

    public override string Title => $"The paper's networks (GD, GP), {Epochs} epochs with batches of 512 triplets";

    public override string Limit =>
        "A triplet is three passes through a tower of three layers of 64 x 64: about 12,300 multiply-adds each, and twice that for the gradients; 110,000 in all, where nothing of a batch is shared. Adam reads and writes four numbers for each that it updates.";

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) =>
    [
        .. from loss in new[] { TripletLoss.Distance, TripletLoss.Product }
           from size in options.Select<(int Users, int Items, int Interactions)[]>([(200, 200, 4_000)], [(943, 1_600, 50_000), (29_858, 40_981, 810_128)])
           select new BenchmarkCase($"{(loss == TripletLoss.Distance ? "GD" : "GP")} {size.Users} x {size.Items}", (recorder, cancellationToken) =>
           {
               var interactions = BenchmarkData.Create(size.Users, size.Items, size.Interactions);
               var trainer = new RepresentationNetworkTrainer(RepresentationNetworkTrainer.Options.Paper2021 with { Loss = loss, MaximumEpochs = Epochs });
               var context = new SpaceTrainingContext { Interactions = interactions, Host = options.CreateContext(), Seed = 1, Threads = options.Threads, CancellationToken = cancellationToken };
               TorchBackend.Start();
               recorder.Measure("train", size.Interactions, () => trainer.Train(context), (double)Epochs * size.Interactions, "triplets");
           }),
    ];
}
