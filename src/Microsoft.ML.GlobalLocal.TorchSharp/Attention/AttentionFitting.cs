using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains spaces and the attention over them: the spaces on one part of the interactions, the attention on the part held out, and then the spaces
/// again on everything, with the hyper-parameters and the weights found.
/// </summary>
internal static class AttentionFitting
{
    /// <summary>Trains.</summary>
    /// <param name="trainers">The trainers of the spaces.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="validationShare">The share of each user's interactions that is held out.</param>
    /// <param name="context">All interactions, and what else a run needs.</param>
    public static AttentionModel Train(IReadOnlyList<SpaceTrainer> trainers, AttentionOptions options, double validationShare, SpaceTrainingContext context)
    {
        using var channel = context.Host.Start("attention");
        var usable = SpaceFitting.Select(trainers, context.Interactions, channel);
        var (fit, heldOut) = InteractionSplitter.HoldOutShare(context.Interactions, validationShare, context.Seed);
        var fitContext = context with { Interactions = fit, Validation = heldOut };
        var trained = SpaceFitting.Train(usable, fitContext);
        return options.Loss == AttentionLoss.Ranking
            ? TrainRanking(trained, options, fitContext, context, channel)
            : throw new NotSupportedException();
    }

    private static AttentionModel TrainRanking(IReadOnlyList<TrainedSpace> trained, AttentionOptions options, SpaceTrainingContext fitContext, SpaceTrainingContext context, IChannel channel)
    {
        var weights = Enumerable.Repeat(1.0 / trained.Count, trained.Count).ToArray();
        context.Progress?.Report(new TrainingProgress("attention: fixed weights"));
        (weights, _) = FixedWeightSearch.Search(Collect(trained, weights), context.TopN, options.MinimumGain, context.Threads, context.CancellationToken);
        var kept = trained.Where((_, r) => weights[r] > 0).ToArray();
        weights = [.. weights.Where(weight => weight > 0)];
        channel.Info($"Fixed weights: {string.Join(", ", kept.Select((space, r) => $"{space.Space.Name} {weights[r]:0.000}"))}");

        context.Progress?.Report(new TrainingProgress("attention: network"));
        var ranking = new AttentionRankingTrainer(Collect(kept, weights), options, fitContext, TorchBackend.GetDevice(context.Host));
        var weighting = ranking.Train(weights, GetLogPopularity(context.Interactions));

        // What local spaces stand on is trained again too, whether the attention kept it or not.
        var again = SpaceFitting.Train(trained.Select(space => space.Trainer), context with { Validation = null });
        var spaces = kept.Select(space => again.Single(other => other.Space.Name == space.Space.Name).Space).ToArray();
        return new AttentionModel(spaces, ScoreScales.Measure(spaces, context.Interactions), weighting, Blend.Scores, VectorSimilarity.Product);

        RankingLists Collect(IReadOnlyList<TrainedSpace> spaces, double[] candidateWeights)
        {
            var list = spaces.Select(space => space.Space).ToArray();
            var start = new AttentionModel(list, ScoreScales.Measure(list, fitContext.Interactions), FixedWeighting.Of(candidateWeights), Blend.Scores, VectorSimilarity.Product);
            return RankingLists.Collect(start, fitContext.Interactions, fitContext.Validation!, options.Candidates, context.Threads, context.CancellationToken);
        }
    }

    private static float[] GetLogPopularity(InteractionMatrix interactions) =>
        [.. Enumerable.Range(0, interactions.ItemCount).Select(item => MathF.Log(1 + interactions.Transposed.GetCount(item)))];
}
