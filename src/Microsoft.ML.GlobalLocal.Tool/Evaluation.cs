namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Evaluates a model, each of its spaces, and popularity, on test interactions that the model was not trained on.</summary>
internal sealed class Evaluation
{
    private readonly ToolConsole _console;
    private readonly GlobalLocalModel _model;
    private readonly InteractionMatrix _seen;

    /// <summary>Makes an evaluation.</summary>
    /// <param name="console">Where notes go.</param>
    /// <param name="model">The model.</param>
    /// <param name="train">The interactions of the training file that were to be trained on, by the model's ids and others behind them.</param>
    public Evaluation(ToolConsole console, GlobalLocalModel model, InteractionMatrix train)
    {
        _console = console;
        _model = model;
        int shared = CountShared(model.Interactions, train);
        if (shared < Math.Max(train.Count, model.Interactions.Count))
        {
            console.Note($"note: the training data is not what the model was trained on: {train.Count - shared} of its interactions are new to the model, and {model.Interactions.Count - shared} of the model's are not in it. None of them is recommended to its user.");
        }

        _seen = Unite(model.Interactions, train);
    }

    /// <summary>Evaluates top-N lists.</summary>
    public EvaluationReport Evaluate(InteractionMatrix test, int topN, int? threads, CancellationToken cancellationToken)
    {
        return Compare(
            TopNEvaluator.Evaluate(CreateRetriever(test), test, topN, threads, cancellationToken),
            single => TopNEvaluator.Evaluate(new Retriever(single, _seen), test, topN, threads, cancellationToken));
    }

    /// <summary>What makes the model's lists for an evaluation, after checking that the test can find something out.</summary>
    public Retriever CreateRetriever(InteractionMatrix test)
    {
        CheckNotSeen(test.Count, CountShared(_seen, test));
        NoteUnknownUsers([.. Enumerable.Range(0, test.UserCount).Where(user => test.GetCount(user) > 0)]);
        return new Retriever(_model.Attention, _seen, _model.Retriever.Index, _model.Retriever.Clusters);
    }

    /// <summary>Evaluates by ranking a held-out item among negatives.</summary>
    public EvaluationReport Evaluate(IReadOnlyList<LeaveOneOutCase> cases, int topN, CancellationToken cancellationToken)
    {
        NoteUnknownUsers([.. cases.Select(single => single.User)]);
        CheckNotSeen(cases.Count, cases.Count(single => single is { User: >= 0, Positive: >= 0 } && _seen.Contains(single.User, single.Positive)));
        return Compare(
            LeaveOneOutEvaluator.Evaluate(_model.Attention, _seen, cases, topN, cancellationToken),
            single => LeaveOneOutEvaluator.Evaluate(single, _seen, cases, topN, cancellationToken));
    }

    private void NoteUnknownUsers(int[] users)
    {
        int unknown = users.Count(user => user < 0 || user >= _model.Users.Count);
        if (unknown > 0)
        {
            _console.Note($"note: {unknown} of the {users.Length} test users were not in training; they count with zeros.");
        }
    }

    private EvaluationReport Compare(TopNMetrics fusion, Func<AttentionModel, TopNMetrics> evaluate)
    {
        var spaces = _model.Attention.Spaces.Select(space => (space.Name, evaluate(AttentionModel.OfOne(space, _seen)))).ToArray();
        return new EvaluationReport(fusion, spaces, evaluate(AttentionModel.OfOne(CreatePopularity(), _seen)));
    }

    private VectorSpace CreatePopularity()
    {
        var users = new float[_seen.UserCount];
        Array.Fill(users, 1);
        var items = Enumerable.Range(0, _seen.ItemCount).Select(item => (float)_seen.Transposed.GetCount(item)).ToArray();
        return new VectorSpace("popularity", 1, users, items, VectorSimilarity.Product);
    }

    /// <summary>What was trained on is never recommended again, so it can only be missed; and if it were, that would prove nothing.</summary>
    private void CheckNotSeen(int tests, int seen)
    {
        if (2 * (long)seen > tests)
        {
            throw new ToolException(
                $"{seen} of the {tests} test interactions are among those that the model was trained on, or in the training file, so there is nothing to find out with them. "
                + "Train with the same --hold-out, --seed and --time-column, or on a file without the test interactions.");
        }

        if (seen > 0)
        {
            _console.Note($"note: {seen} of the {tests} test interactions are also in the training data; what was trained on is never recommended, so they count as misses.");
        }
    }

    /// <summary>The number of interactions that are in both; the second may have further users and items.</summary>
    private static int CountShared(InteractionMatrix first, InteractionMatrix second)
    {
        int shared = 0;
        for (int user = 0; user < first.UserCount; user++)
        {
            foreach (int item in first.GetItems(user))
            {
                shared += second.Contains(user, item) ? 1 : 0;
            }
        }

        return shared;
    }

    /// <summary>The interactions of both, by the users and items of the first.</summary>
    private static InteractionMatrix Unite(InteractionMatrix first, InteractionMatrix second)
    {
        var users = new List<int>();
        var items = new List<int>();
        foreach (var matrix in new[] { first, second })
        {
            for (int user = 0; user < first.UserCount; user++)
            {
                foreach (int item in matrix.GetItems(user))
                {
                    if (item < first.ItemCount)
                    {
                        users.Add(user);
                        items.Add(item);
                    }
                }
            }
        }

        return InteractionMatrix.FromPairs([.. users], [.. items], first.UserCount, first.ItemCount);
    }
}
