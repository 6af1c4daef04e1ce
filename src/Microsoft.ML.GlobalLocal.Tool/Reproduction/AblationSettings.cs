namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The settings that the paper's networks are trained with.</summary>
/// <param name="Name"><see cref="RunResult.Printed"/> or <see cref="RunResult.Tuned"/>.</param>
/// <param name="DistancePoints">The points that GD may try.</param>
/// <param name="ProductPoints">The points that GP may try.</param>
/// <param name="AttentionLearningRate">The learning rate of the attention.</param>
/// <param name="MaximumEpochs">The largest number of epochs, which early stopping ends before.</param>
internal sealed record AblationSettings(string Name, IReadOnlyList<AblationPoint> DistancePoints, IReadOnlyList<AblationPoint> ProductPoints, double AttentionLearningRate, int MaximumEpochs)
{
    private static readonly AblationPoint PaperPoint = new(RepresentationNetworkTrainer.Options.Paper2021.LearningRate, RepresentationNetworkTrainer.Options.Paper2021.Scale);
    private static readonly AblationPoint TunedPoint = new(LearningRate: 1e-3, Scale: 10);

    /// <summary>As the paper prints them.</summary>
    public static AblationSettings CreatePrinted(int maximumEpochs) => new(RunResult.Printed, [PaperPoint], [PaperPoint], PaperPoint.LearningRate, maximumEpochs);

    /// <summary>Searched; a local space takes the point of the global one that it stands on, and the attention by the product the scale of GP.</summary>
    /// <param name="maximumEpochs">The largest number of epochs.</param>
    /// <param name="trials">How many points may be tried.</param>
    public static AblationSettings CreateTuned(int maximumEpochs, int trials) => new(
        RunResult.Tuned,
        [.. new[] { TunedPoint, TunedPoint with { LearningRate = PaperPoint.LearningRate } }.Take(trials)],
        [.. new[] { TunedPoint, TunedPoint with { LearningRate = PaperPoint.LearningRate }, PaperPoint with { LearningRate = TunedPoint.LearningRate }, PaperPoint }.Take(trials)],
        TunedPoint.LearningRate,
        maximumEpochs);
}

/// <summary>A point of the search for the settings of a network.</summary>
/// <param name="LearningRate">The learning rate of Adam.</param>
/// <param name="Scale">The scale of the product loss; the distance loss does not read it.</param>
internal sealed record AblationPoint(double LearningRate, double Scale)
{
    public override string ToString() => FormattableString.Invariant($"LearningRate = {LearningRate}, Scale = {Scale}");
}
