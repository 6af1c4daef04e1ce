namespace Microsoft.ML.GlobalLocal;

/// <summary>How spaces and the attention over them are trained together: by ranking, or by triplets; one of the two.</summary>
/// <param name="Ranking">The options of attention trained by ranking.</param>
/// <param name="Triplets">The options of attention trained by triplets.</param>
internal sealed record AttentionTraining(AttentionOptions? Ranking, AttentionTrainer.Options? Triplets)
{
    // Fewer users with held-out interactions tell one space from another by chance only.
    private const int FewestHeldOutUsers = 10;

    /// <summary>Chooses the way by the options of an estimator.</summary>
    /// <param name="ranking">The options of attention trained by ranking, if they were given.</param>
    /// <param name="triplets">The options of attention trained by triplets, if they were given.</param>
    /// <param name="otherwise">The way if neither was given.</param>
    /// <exception cref="ArgumentException">Both were given, or an option is out of its range.</exception>
    public static AttentionTraining Choose(AttentionOptions? ranking, AttentionTrainer.Options? triplets, AttentionTraining otherwise)
    {
        if (ranking is not null && triplets is not null)
        {
            throw new ArgumentException("Attention and TripletAttention are both set; the attention is trained in one of the two ways.");
        }

        triplets?.Check();
        if (ranking is not null)
        {
            Check(ranking);
        }

        return ranking is null && triplets is null ? otherwise : new AttentionTraining(ranking, triplets);
    }

    /// <summary>Checks a list of trainers.</summary>
    /// <exception cref="ArgumentException">There are none, one is missing, or two have the same name.</exception>
    public static void CheckSpaces(IReadOnlyList<SpaceTrainer> trainers)
    {
        if (trainers.Count == 0 || trainers.Any(trainer => trainer is null))
        {
            throw new ArgumentException("The list of spaces is empty or has an empty place; attention needs one space at least.", nameof(trainers));
        }

        if (trainers.GroupBy(trainer => trainer.Name).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new ArgumentException($"{same.Count()} spaces have the name '{same.Key}'; each needs one of its own.", nameof(trainers));
        }
    }

    /// <summary>
    /// Trains the spaces, but for those that the data does not allow, and the attention. Where too little can be held out to choose anything by, the
    /// spaces are trained with the hyper-parameters that they have, and all have the same weight.
    /// </summary>
    /// <param name="trainers">The trainers of the spaces, the local ones behind the global ones that they stand on.</param>
    /// <param name="context">All interactions, and what else a run needs.</param>
    /// <exception cref="InvalidOperationException">No space can be trained on the data.</exception>
    public AttentionModel Train(IReadOnlyList<SpaceTrainer> trainers, SpaceTrainingContext context)
    {
        var usable = SpaceFitting.Select(trainers, context.Interactions, context.Host);
        if (Triplets is { } triplets)
        {
            var (train, heldOut) = InteractionSplitter.HoldOutShare(context.Interactions, TripletAttentionFitting.HeldOutShare, context.Seed);
            return HasEnough(heldOut) ? TripletAttentionFitting.Train(usable, triplets, context, train, heldOut) : TrainWithoutAttention(usable, context);
        }

        var parts = InteractionSplitter.HoldOutParts(context.Interactions, Ranking!.Parts, Ranking.Rounds, context.Seed);
        return parts.All(part => HasEnough(part.HeldOut)) ? AttentionFitting.Train(usable, Ranking, context) : TrainWithoutAttention(usable, context);
    }

    private AttentionModel TrainWithoutAttention(IReadOnlyList<SpaceTrainer> trainers, SpaceTrainingContext context)
    {
        context.Host.LogInfo("Attention", $"Fewer than {FewestHeldOutUsers} users have interactions to hold out: nothing is chosen by validation, and all spaces have the same weight.");
        var spaces = SpaceFitting.TrainPossible(trainers, context).Select(trained => trained.Space).ToArray();
        var scales = ScoreScales.Measure(spaces, context.Interactions);
        var weighting = new FixedWeighting(new float[spaces.Length]);
        return Triplets is { } triplets
            ? new AttentionTrainer(triplets).CreateModel(spaces, scales, weighting)
            : new AttentionModel(spaces, scales, weighting, Blend.Scores, VectorSimilarity.Product);
    }

    private static void Check(AttentionOptions options)
    {
        OptionCheck.AtLeast(options.Parts, 2, nameof(options.Parts));
        OptionCheck.AtLeast(options.Rounds, 1, nameof(options.Rounds));
        if (options.Rounds > options.Parts)
        {
            throw new ArgumentException($"The option {nameof(options.Rounds)} is {options.Rounds}, but there are {options.Parts} {nameof(options.Parts)}; no more than these can be held out.");
        }

        OptionCheck.AtLeast(options.Candidates, 1, nameof(options.Candidates));
        OptionCheck.AtLeast(options.HiddenUnits, 1, nameof(options.HiddenUnits));
        OptionCheck.Above(options.LearningRate, 0, nameof(options.LearningRate));
        OptionCheck.AtLeast((float)options.L2Regularization, 0, nameof(options.L2Regularization));
        OptionCheck.AtLeast(options.BatchLists, 1, nameof(options.BatchLists));
        OptionCheck.AtLeast(options.MaximumLists, 1, nameof(options.MaximumLists));
        OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(options.MaximumEpochs));
        OptionCheck.AtLeast(options.Patience, 1, nameof(options.Patience));
        OptionCheck.AtLeast(options.Folds, 2, nameof(options.Folds));
    }

    private static bool HasEnough(InteractionMatrix heldOut) =>
        Enumerable.Range(0, heldOut.UserCount).Where(user => heldOut.GetCount(user) > 0).Take(FewestHeldOutUsers).Count() == FewestHeldOutUsers;
}
