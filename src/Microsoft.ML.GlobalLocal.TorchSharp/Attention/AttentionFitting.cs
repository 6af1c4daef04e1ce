namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains spaces and the attention over them: hyper-parameters and attention on interactions that the spaces were not trained on, a part at a
/// time, and then the spaces again on everything.
/// </summary>
internal static class AttentionFitting
{
    /// <summary>Trains.</summary>
    /// <param name="trainers">The trainers of the spaces, all of which the data allows, the local ones behind the global ones that they stand on.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="context">All interactions, and what else a run needs.</param>
    public static AttentionModel Train(IReadOnlyList<SpaceTrainer> trainers, AttentionOptions options, SpaceTrainingContext context)
    {
        var rounds = HeldOutRounds.Train(trainers, options, context);
        var chosen = rounds.Trainers;
        var lists = rounds.CollectLists(options, context);
        var (weights, qualities) = FixedWeightSearch.Search(lists, context.TopN, context.Seed, context.Parallelism);
        context.Host.LogInfo("Attention", "Fixed weights: " + string.Join(", ", weights.Select((weight, r) => $"{chosen[r].Name} {weight:0.000}")));
        var weighting = new AttentionRankingTrainer(lists, options, context).Train(weights, qualities);

        var spaces = SpaceFitting.Train(chosen, context).Select(space => space.Space).ToArray();
        if (weighting is FixedWeighting && !options.KeepUnusedSpaces)
        {
            // A space with the weight 0 for every pair is off; the model goes without it.
            spaces = [.. spaces.Where((_, r) => weights[r] > 0)];
            weighting = FixedWeighting.Of(weights.Where(weight => weight > 0));
        }

        return new AttentionModel(spaces, ScoreScales.Measure(spaces, context.Interactions), weighting, Blend.Scores, VectorSimilarity.Product);
    }
}
