namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The settings that the paper's networks are trained with.</summary>
/// <param name="Name"><see cref="RunResult.Printed"/> or <see cref="RunResult.Tuned"/>.</param>
/// <param name="DistancePoints">The points that GD may try, and an attention with the distance loss.</param>
/// <param name="ProductPoints">The points that GP may try, and an attention with the product loss.</param>
/// <param name="MaximumEpochs">The largest number of epochs, which early stopping ends before.</param>
internal sealed record AblationSettings(string Name, IReadOnlyList<AblationPoint> DistancePoints, IReadOnlyList<AblationPoint> ProductPoints, int MaximumEpochs)
{
    private static readonly AblationPoint PaperPoint = new(RepresentationNetworkTrainer.Options.Paper2021.LearningRate, RepresentationNetworkTrainer.Options.Paper2021.Scale);
    private static readonly AblationPoint TunedPoint = new(LearningRate: 1e-3, Scale: 10);

    /// <summary>The points of a loss.</summary>
    /// <param name="loss">The loss of a global space or of an attention.</param>
    public IReadOnlyList<AblationPoint> GetPoints(TripletLoss loss) => loss == TripletLoss.Distance ? DistancePoints : ProductPoints;

    /// <summary>As the paper prints them.</summary>
    public static AblationSettings CreatePrinted(int maximumEpochs) => new(RunResult.Printed, [PaperPoint], [PaperPoint], maximumEpochs);

    /// <summary>Searched; a local space takes the point of the global one that it stands on.</summary>
    /// <param name="maximumEpochs">The largest number of epochs.</param>
    /// <param name="trials">How many points may be tried.</param>
    public static AblationSettings CreateTuned(int maximumEpochs, int trials) => new(
        RunResult.Tuned,
        [.. new[] { TunedPoint, TunedPoint with { LearningRate = PaperPoint.LearningRate } }.Take(trials)],
        [.. new[] { TunedPoint, TunedPoint with { LearningRate = PaperPoint.LearningRate }, PaperPoint with { LearningRate = TunedPoint.LearningRate }, PaperPoint }.Take(trials)],
        maximumEpochs);
}

/// <summary>A point of the search for the settings of a network.</summary>
/// <param name="LearningRate">The learning rate of Adam.</param>
/// <param name="Scale">The scale of the product loss; the distance loss does not read it.</param>
internal sealed record AblationPoint(double LearningRate, double Scale)
{
    public override string ToString() => FormattableString.Invariant($"LearningRate = {LearningRate}, Scale = {Scale}");
}
