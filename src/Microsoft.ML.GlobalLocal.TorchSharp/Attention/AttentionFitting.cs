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
        var parts = TakeEnough(InteractionSplitter.HoldOutParts(context.Interactions, options.Parts, options.Rounds, context.Seed), options.MaximumLists);

        // All rounds together choose the hyper-parameters; then each trains with them.
        var contexts = parts.Select(part => context with { Interactions = part.Train, Validation = part.HeldOut }).ToArray();
        var trained = SpaceFitting.Train(trainers, contexts[0] with { OtherRounds = contexts[1..] });
        var chosen = trained.Select(space => space.Trainer).ToArray();
        var rounds = new List<RankingRound> { RankingRound.Of(trained.Select(space => space.Space), parts[0].Train, parts[0].HeldOut) };
        foreach (var (train, heldOut) in parts[1..])
        {
            var again = SpaceFitting.Train(chosen, context with { Interactions = train });
            rounds.Add(RankingRound.Of(again.Select(space => space.Space), train, heldOut));
        }

        var lists = RankingLists.Collect(rounds, Math.Max(options.Candidates, context.TopN), context.Seed, options.MaximumLists, context.Parallelism);
        var (weights, qualities) = FixedWeightSearch.Search(lists, context.TopN, context.Parallelism);
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

    /// <summary>The first parts, until there are as many users with held-out interactions as lists are used; a round more would train all spaces for nothing.</summary>
    private static (InteractionMatrix Train, InteractionMatrix HeldOut)[] TakeEnough((InteractionMatrix Train, InteractionMatrix HeldOut)[] parts, int maximumLists)
    {
        int lists = 0;
        return [.. parts.TakeWhile(part =>
        {
            bool isNeeded = lists < maximumLists;
            lists += Enumerable.Range(0, part.HeldOut.UserCount).Count(user => part.HeldOut.GetCount(user) > 0);
            return isNeeded;
        })];
    }
}
