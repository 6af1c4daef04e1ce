namespace Microsoft.ML.GlobalLocal;

/// <summary>The exhaustive top-N lists of a sample of users, by which searches of an index are judged.</summary>
internal sealed class ExhaustiveLists
{
    private readonly int[] _items;
    private readonly int[] _found;

    private ExhaustiveLists(int[] users, int topN)
    {
        Users = users;
        TopN = topN;
        _items = new int[users.Length * topN];
        _found = new int[users.Length];
    }

    /// <summary>The users of the sample.</summary>
    public int[] Users { get; }

    /// <summary>The length N of the lists.</summary>
    public int TopN { get; }

    /// <summary>Computes the lists of evenly spread users.</summary>
    /// <param name="model">The model.</param>
    /// <param name="interactions">The interactions that it was trained on; a list holds none of its user's.</param>
    /// <param name="users">The largest number of users.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public static ExhaustiveLists Compute(AttentionModel model, InteractionMatrix interactions, int users, int topN, ParallelOptions parallelism)
    {
        var lists = new ExhaustiveLists(EvenSample.Take(Enumerable.Range(0, model.UserCount).ToArray(), users), topN);
        var retriever = new Retriever(model, interactions);
        int group = CatalogueScan.GetGroupSize(model);
        Parallel.For(0, (lists.Users.Length + group - 1) / group, parallelism, n =>
        {
            int start = n * group;
            var queries = lists.Users.Skip(start).Take(group).Select(user =>
            {
                var query = model.CreateQuery();
                model.Prepare(query, interactions, user);
                return query;
            }).ToArray();
            var items = lists._items.AsSpan(start * topN, queries.Length * topN);
            retriever.Retrieve(queries, items, new float[items.Length], lists._found.AsSpan(start, queries.Length), ItemFilter.Unseen);
        });
        return lists;
    }

    /// <summary>The list of a user, best first.</summary>
    /// <param name="place">The user's place in the sample.</param>
    public ReadOnlySpan<int> GetItems(int place) => _items.AsSpan(place * TopN, _found[place]);
}
