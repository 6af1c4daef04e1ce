namespace Microsoft.ML.GlobalLocal;

/// <summary>What each <see cref="GlobalLocalPreset"/> stands for.</summary>
internal static class Presets
{
    private const string PaperIndexSpace = "GD";
    private const int PaperSearchedClusters = 2;

    // GE and GL are of one kind, linear maps between items: each data set has one of them.
    private static readonly int LargestForEase = new EaseTrainer.Options().MaximumSize;

    /// <summary>The spaces, the local ones behind the global ones that they stand on.</summary>
    public static IReadOnlyList<SpaceTrainer> CreateSpaces(GlobalLocalPreset preset) => preset switch
    {
        GlobalLocalPreset.Default => [new WeightedSquaresTrainer(), new EaseTrainer(), new SparseLinearTrainer(new() { MinimumSize = LargestForEase + 1 }), new SpectralTrainer(), new NeighbourhoodTrainer(), new UserNeighbourhoodTrainer()],
        GlobalLocalPreset.Paper2021 =>
        [
            CreatePaperSpace(TripletSource.Global, TripletLoss.Distance),
            CreatePaperSpace(TripletSource.Global, TripletLoss.Product),
            CreatePaperSpace(TripletSource.Local, TripletLoss.Distance),
            CreatePaperSpace(TripletSource.Local, TripletLoss.Product),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, $"There is no preset {preset}; there are {string.Join(", ", Enum.GetNames<GlobalLocalPreset>())}."),
    };

    /// <summary>How the attention is trained; the paper's is AP.</summary>
    public static AttentionTraining CreateAttention(GlobalLocalPreset preset) => preset == GlobalLocalPreset.Paper2021
        ? new AttentionTraining(Ranking: null, new AttentionTrainer.Options { LearningRate = 1.7e-4, MaximumEpochs = 200 })
        : new AttentionTraining(new AttentionOptions(), Triplets: null);

    /// <summary>The name of the space that the index is over; <see langword="null"/>: the model's first space of vectors.</summary>
    public static string? GetIndexSpace(GlobalLocalPreset preset) => preset == GlobalLocalPreset.Paper2021 ? PaperIndexSpace : null;

    /// <summary>The number K of clusters that a search visits; <see langword="null"/>: all.</summary>
    public static int? GetSearchedClusters(GlobalLocalPreset preset) => preset == GlobalLocalPreset.Paper2021 ? PaperSearchedClusters : null;

    private static RepresentationNetworkTrainer CreatePaperSpace(TripletSource triplets, TripletLoss loss) =>
        new(RepresentationNetworkTrainer.Options.Paper2021 with { Triplets = triplets, Loss = loss });
}
