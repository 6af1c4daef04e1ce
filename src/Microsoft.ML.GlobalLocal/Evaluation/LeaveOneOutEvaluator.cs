namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Leave-one-out evaluation (Table 6 of the paper): a held-out item is ranked among sampled negatives; the list is the best N of them. A tie
/// between the positive and a negative counts against the positive.
/// </summary>
public static class LeaveOneOutEvaluator
{
    /// <summary>Computes the metrics. Coverage is that of the lists.</summary>
    /// <param name="model">What scores the items.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="cases">One case per user.</param>
    /// <param name="topN">The length N of the lists, at least 1.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">There are no cases, or the model has other users or items than the interactions.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public static TopNMetrics Evaluate(AttentionModel model, InteractionMatrix interactions, IReadOnlyList<LeaveOneOutCase> cases, int topN, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        interactions.CheckFits(model.UserCount, model.ItemCount, "The attention model");
        if (cases.Count == 0)
        {
            throw new ArgumentException("There are no cases; there is nothing to evaluate.", nameof(cases));
        }

        var perUser = new UserMetrics[cases.Count];
        var recommended = new HashSet<int>();
        var query = model.CreateQuery();
        var positive = new float[1];
        for (int n = 0; n < cases.Count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = cases[n];
            if (current.User < 0)
            {
                perUser[n] = UserMetrics.Compute(current.User, [], [current.Positive], topN);
                continue;
            }

            model.Prepare(query, interactions, current.User);
            var negatives = current.Negatives.Distinct().Where(item => item != current.Positive).ToArray();
            var scores = new float[negatives.Length];
            model.Score(query, negatives, scores);

            var order = Enumerable.Range(0, negatives.Length).OrderByDescending(position => scores[position]).Select(position => negatives[position]).ToList();
            if (current.Positive >= 0)
            {
                // Behind every negative that scores as high: a tie counts against the positive.
                model.Score(query, [current.Positive], positive);
                order.Insert(scores.Count(other => other >= positive[0]), current.Positive);
            }

            var ranked = order.Take(topN).ToArray();
            recommended.UnionWith(ranked);
            perUser[n] = UserMetrics.Compute(current.User, ranked, [current.Positive], topN);
        }

        return new TopNMetrics(topN, perUser, recommended.Count / (double)model.ItemCount);
    }
}
