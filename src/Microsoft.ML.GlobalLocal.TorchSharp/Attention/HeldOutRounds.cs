namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Spaces trained without one part of the interactions after the other: all rounds together choose the hyper-parameters, and the attention is trained on
/// what is held out.
/// </summary>
/// <param name="Trainers">The trainers of the spaces with the hyper-parameters that were chosen.</param>
/// <param name="Rounds">The rounds, each with the same spaces in the order of their trainers.</param>
internal sealed record HeldOutRounds(IReadOnlyList<SpaceTrainer> Trainers, IReadOnlyList<RankingRound> Rounds)
{
    /// <summary>Holds out part after part, chooses the hyper-parameters and trains the spaces of every round.</summary>
    /// <param name="trainers">The trainers of the spaces, all of which the data allows, the local ones behind the global ones that they stand on.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="context">All interactions, and what else a run needs.</param>
    public static HeldOutRounds Train(IReadOnlyList<SpaceTrainer> trainers, AttentionOptions options, SpaceTrainingContext context)
    {
        var parts = TakeEnough(InteractionSplitter.HoldOutParts(context.Interactions, options.Parts, options.Rounds, context.Seed), options.MaximumLists);
        var contexts = parts.Select(part => context with { Interactions = part.Train, Validation = part.HeldOut }).ToArray();
        var trained = SpaceFitting.Train(trainers, contexts[0] with { OtherRounds = contexts[1..] });
        var chosen = trained.Select(space => space.Trainer).ToArray();
        var rounds = new List<RankingRound> { RankingRound.Of(trained.Select(space => space.Space), parts[0].Train, parts[0].HeldOut) };
        foreach (var (train, heldOut) in parts[1..])
        {
            var again = SpaceFitting.Train(chosen, context with { Interactions = train });
            rounds.Add(RankingRound.Of(again.Select(space => space.Space), train, heldOut));
        }

        return new HeldOutRounds(chosen, rounds);
    }

    /// <summary>The same rounds without one of the spaces.</summary>
    /// <param name="space">The space's position among the spaces.</param>
    public HeldOutRounds Without(int space) => new(
        [.. Trainers.Where((_, r) => r != space)],
        [.. Rounds.Select(round => round with { Spaces = [.. round.Spaces.Where((_, r) => r != space)], Scales = [.. round.Scales.Where((_, r) => r != space)] })]);

    /// <summary>The lists that attention over the spaces' scores is trained by.</summary>
    /// <param name="options">The options of the attention.</param>
    /// <param name="context">The run.</param>
    public RankingLists CollectLists(AttentionOptions options, SpaceTrainingContext context) =>
        RankingLists.Collect(Rounds, Math.Max(options.Candidates, context.TopN), context.Seed, options.MaximumLists, context.Parallelism);

    /// <summary>The first parts, until as many users have held-out interactions as lists are used: a round more would train all spaces for nothing.</summary>
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
