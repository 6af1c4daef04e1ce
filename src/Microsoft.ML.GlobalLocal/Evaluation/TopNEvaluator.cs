namespace Microsoft.ML.GlobalLocal;

/// <summary>Evaluates top-N lists against held-out interactions: every user with test items counts, also one whose list holds none.</summary>
public static class TopNEvaluator
{
    /// <summary>Computes the metrics.</summary>
    /// <param name="retriever">What makes the lists; it leaves out the items that the user was trained on.</param>
    /// <param name="test">
    /// The held-out interactions, by the users and items of the training. Further users and items, behind those of the training, are unknown to the
    /// model: such an item is a miss, such a user counts with zeros.
    /// </param>
    /// <param name="topN">The length N of the lists, at least 1.</param>
    /// <param name="threads">The number of threads; default: one per core.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">No user has a test item, or the test data has fewer users or items than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public static TopNMetrics Evaluate(Retriever retriever, InteractionMatrix test, int topN, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retriever);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        var model = retriever.Model;
        if (test.UserCount < model.UserCount || test.ItemCount < model.ItemCount)
        {
            throw new ArgumentException($"The test data has {test.UserCount} users and {test.ItemCount} items, the model {model.UserCount} and {model.ItemCount}; use the same keys for both.", nameof(test));
        }

        var users = Enumerable.Range(0, test.UserCount).Where(user => test.GetCount(user) > 0).ToArray();
        if (users.Length == 0)
        {
            throw new ArgumentException("No user has a test item; there is nothing to evaluate.", nameof(test));
        }

        int length = Math.Min(topN, model.ItemCount);
        var perUser = new UserMetrics[users.Length];
        var recommended = new int[model.ItemCount];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, users.Length, options, () => (Query: model.CreateQuery(), Items: new int[length], Scores: new float[length]), (n, _, local) =>
        {
            if (users[n] >= model.UserCount)
            {
                perUser[n] = UserMetrics.Compute(users[n], [], test.GetItems(users[n]), topN);
                return local;
            }

            model.Prepare(local.Query, retriever.Interactions, users[n]);
            int found = retriever.Retrieve(local.Query, local.Items, local.Scores);
            var ranked = local.Items.AsSpan(0, found);
            perUser[n] = UserMetrics.Compute(users[n], ranked, test.GetItems(users[n]), topN);
            foreach (int item in ranked)
            {
                Volatile.Write(ref recommended[item], 1);
            }

            return local;
        }, _ => { });
        return new TopNMetrics(topN, perUser, recommended.Sum() / (double)recommended.Length);
    }
}
