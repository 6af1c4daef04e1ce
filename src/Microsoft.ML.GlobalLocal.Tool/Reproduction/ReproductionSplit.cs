namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A data set, divided into what is trained on and what is tested on.</summary>
/// <param name="Train">The training interactions: all that a system ever sees.</param>
/// <param name="Test">The test interactions; users and items behind those of training are unknown to every system. Empty for leave-one-out.</param>
/// <param name="Cases">The cases of leave-one-out; <see langword="null"/>: lists of N among all items.</param>
internal sealed record ReproductionSplit(InteractionMatrix Train, InteractionMatrix Test, IReadOnlyList<LeaveOneOutCase>? Cases = null)
{
    // So many unseen items are a test item's competitors.
    private const int Negatives = 99;

    /// <summary>A split for lists of N.</summary>
    /// <param name="train">The training interactions.</param>
    /// <param name="test">The test interactions.</param>
    /// <param name="users">Whose users come first, so that they have the same indices however they are split; default: those of the training data.</param>
    public static ReproductionSplit OfLists(IDataView train, IDataView test, IDataView? users = null)
    {
        var ids = new InteractionIds();
        ids.AddUsers(users ?? train);
        return new ReproductionSplit(ids.Read(train), ids.Read(test));
    }

    /// <summary>A split for leave-one-out, whose negatives are drawn: items that the user has neither in training nor in the test.</summary>
    /// <param name="train">The training interactions.</param>
    /// <param name="test">One interaction of every user.</param>
    /// <param name="seen">Interactions none of which is a negative: those of the test, and maybe further ones.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="users">Whose users come first, so that they have the same indices however they are split; default: those of the training data.</param>
    public static ReproductionSplit OfLeaveOneOut(IDataView train, IDataView test, IDataView seen, int seed, IDataView? users = null)
    {
        var ids = new InteractionIds();
        ids.AddUsers(users ?? train);
        var trained = ids.Read(train);
        var tested = ids.Read(test);
        var known = ids.Read(seen);
        var cases = new List<LeaveOneOutCase>();
        for (int user = 0; user < tested.UserCount; user++)
        {
            foreach (int item in tested.GetItems(user))
            {
                cases.Add(user < trained.UserCount
                    ? new LeaveOneOutCase(user, item < trained.ItemCount ? item : -1, DrawNegatives(user, trained, known, seed))
                    : new LeaveOneOutCase(-1, -1, []));
            }
        }

        return OfCases(trained, cases);
    }

    /// <summary>A split for leave-one-out with given cases.</summary>
    public static ReproductionSplit OfCases(InteractionMatrix train, IReadOnlyList<LeaveOneOutCase> cases) =>
        new(train, InteractionMatrix.FromPairs([], [], train.UserCount, train.ItemCount), cases);

    /// <summary>Computes the metrics of a model.</summary>
    /// <param name="model">What scores the items.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <param name="index">The index that is searched; <see langword="null"/>: the search is exhaustive. Leave-one-out searches none.</param>
    /// <param name="clusters">The number K of its clusters that are searched.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    public TopNMetrics Evaluate(AttentionModel model, int topN, ClusteringIndex? index, int? clusters, int threads, CancellationToken cancellationToken) => Cases is null
        ? TopNEvaluator.Evaluate(new Retriever(model, Train, index, clusters), Test, topN, threads, cancellationToken)
        : LeaveOneOutEvaluator.Evaluate(model, Train, Cases, topN, cancellationToken);

    /// <summary>Draws distinct items, the same ones for a user and a seed; all that there are where they are fewer.</summary>
    private static int[] DrawNegatives(int user, InteractionMatrix train, InteractionMatrix seen, int seed)
    {
        var random = new Random(unchecked(seed * 31 + user));
        var open = Enumerable.Range(0, train.ItemCount).Where(item => !train.Contains(user, item) && !seen.Contains(user, item)).ToArray();
        int count = Math.Min(Negatives, open.Length);
        for (int n = 0; n < count; n++)
        {
            int other = random.Next(n, open.Length);
            (open[n], open[other]) = (open[other], open[n]);
        }

        return open[..count];
    }
}
