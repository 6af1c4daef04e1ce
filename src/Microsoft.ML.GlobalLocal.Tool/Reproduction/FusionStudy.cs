namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Measures what the parts of the fusion are worth on one data set: every space alone, weights that are equal, fixed or given by attention, and the fusion
/// without each of its spaces. All rows stand on the same spaces, trained once; everything is chosen on held-out training interactions, and the test
/// interactions are read once, at the end.
/// </summary>
internal static class FusionStudy
{
    /// <summary>The row of all spaces with the same weight each.</summary>
    public const string EqualWeights = "equal weights";

    /// <summary>The row of one weight per space, chosen on what is held out.</summary>
    public const string FixedWeights = "fixed weights";

    /// <summary>The row of the default preset: attention over scores, or fixed weights where validation prefers these.</summary>
    public const string ScoreAttention = "attention over scores";

    /// <summary>
    /// The row of attention that reads the spaces' vectors, as the paper's does, trained by triplets. It belongs to the very vectors that it was trained on,
    /// so these lack the tenth of the training interactions that was held out. It blends scores, since the spaces' vectors differ in length.
    /// </summary>
    public const string RepresentationAttention = "attention over representations";

    /// <summary>The row of the default preset without the factor that the attention gives pairs, beside the weights of the spaces.</summary>
    public const string WithoutPairFactor = "without pair factor";

    /// <summary>The row of the default preset without one of its spaces.</summary>
    public static string GetNameWithout(string space) => $"without {space}";

    /// <summary>Trains everything, then measures it.</summary>
    /// <param name="split">The training and the test interactions.</param>
    /// <param name="trainers">The trainers of the spaces; those that the data does not allow are left out.</param>
    /// <param name="options">The options of the attention over scores.</param>
    /// <param name="context">The run; its interactions are the training interactions of the split.</param>
    /// <returns>The rows: the spaces, the ways to weight all of them, and the fusion without factors of pairs and without each space.</returns>
    public static IReadOnlyList<FusionResult> Run(ReproductionSplit split, IReadOnlyList<SpaceTrainer> trainers, AttentionOptions options, SpaceTrainingContext context)
    {
        var rounds = HeldOutRounds.Train(SpaceFitting.Select(trainers, split.Train, context.Host), options, context);
        RepresentationSpace[] spaces = [.. SpaceFitting.Train(rounds.Trainers, context).Select(trained => trained.Space)];
        var models = spaces.Select(space => (space.Name, Model: AttentionModel.OfOne(space, split.Train))).ToList();
        models.Add((EqualWeights, Blend(spaces, new FixedWeighting(new float[spaces.Length]), context)));
        var (fixedWeighting, attention) = TrainWeightings(rounds, options, context);
        models.Add((FixedWeights, Blend(spaces, fixedWeighting, context)));
        models.Add((ScoreAttention, Blend(spaces, attention, context)));
        models.Add((RepresentationAttention, TrainRepresentationAttention(rounds.Rounds[0], context)));
        models.Add((WithoutPairFactor, Blend(spaces, TrainWeightings(rounds, options with { LearnsPairFactor = false }, context).Attention, context)));
        for (int left = 0; left < spaces.Length && spaces.Length > 1; left++)
        {
            var (_, without) = TrainWeightings(rounds.Without(left), options, context);
            models.Add((GetNameWithout(spaces[left].Name), Blend([.. spaces.Where((_, r) => r != left)], without, context)));
        }

        return [.. models.Select(row => new FusionResult(
            row.Name,
            [.. row.Model.Spaces.Select(space => space.Name)],
            row.Model.Weighting is FixedWeighting,
            split.Evaluate(row.Model, context.TopN, index: null, clusters: null, context.Threads, context.CancellationToken)))];
    }

    private static (AttentionWeighting Fixed, AttentionWeighting Attention) TrainWeightings(HeldOutRounds rounds, AttentionOptions options, SpaceTrainingContext context)
    {
        var lists = rounds.CollectLists(options, context);
        var (weights, qualities) = FixedWeightSearch.Search(lists, context.TopN, context.Seed, context.Parallelism);
        return (FixedWeighting.Of(weights), new AttentionRankingTrainer(lists, options, context).Train(weights, qualities));
    }

    private static AttentionModel TrainRepresentationAttention(RankingRound round, SpaceTrainingContext context)
    {
        var trainer = new AttentionTrainer(new AttentionTrainer.Options { Inputs = AttentionInputs.Representations, Blend = GlobalLocal.Blend.Scores });
        return trainer.Train(round.Spaces, round.Scales, context with { Interactions = round.Interactions, Validation = round.HeldOut });
    }

    private static AttentionModel Blend(RepresentationSpace[] spaces, AttentionWeighting weighting, SpaceTrainingContext context) =>
        new(spaces, ScoreScales.Measure(spaces, context.Interactions), weighting, GlobalLocal.Blend.Scores, VectorSimilarity.Product);
}
