namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains spaces on a part of all interactions and the attention over them, by triplets, on the held-out rest. Attention that reads and blends
/// nothing but scores then goes with spaces trained again on everything. Attention that reads or blends representations belongs to the very
/// vectors that it was trained on, so there the spaces stay as they are.
/// </summary>
internal static class TripletAttentionFitting
{
    /// <summary>The share of every user's interactions that is held out.</summary>
    public const double HeldOutShare = 0.1;

    /// <summary>Trains.</summary>
    /// <param name="trainers">The trainers of the spaces, the local ones behind the global ones that they stand on.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="context">All interactions, and what else a run needs.</param>
    /// <param name="train">The interactions to train the spaces on.</param>
    /// <param name="heldOut">The rest: validates the spaces and trains the attention.</param>
    public static AttentionModel Train(IReadOnlyList<SpaceTrainer> trainers, AttentionTrainer.Options options, SpaceTrainingContext context, InteractionMatrix train, InteractionMatrix heldOut)
    {
        var partContext = context with { Interactions = train, Validation = heldOut };
        var trained = SpaceFitting.TrainPossible(trainers, partContext);
        var spaces = trained.Select(space => space.Space).ToArray();
        var scales = ScoreScales.Measure(spaces, train);
        var trainer = new AttentionTrainer(options);
        var (export, _) = trainer.Fit(spaces, scales, partContext);
        if (options is not { Inputs: AttentionInputs.Scores, Blend: Blend.Scores })
        {
            return trainer.CreateModel(spaces, scales, export.CreateWeighting(spaces, train));
        }

        spaces = [.. SpaceFitting.Train(trained.Select(space => space.Trainer), context).Select(space => space.Space)];
        return trainer.CreateModel(spaces, ScoreScales.Measure(spaces, context.Interactions), export.CreateWeighting(spaces, context.Interactions));
    }
}
