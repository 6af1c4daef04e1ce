using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Answers questions of a trained model by ids: what to recommend to a user, known or new, what is like an item or a user, and why. Immutable
/// and thread-safe: one instance serves all threads, no pool is needed.
/// </summary>
public sealed class Recommender
{
    private const int ExplainedItems = 5;

    private readonly RecommenderMetrics? _metrics;

    /// <summary>Makes a recommender of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metrics">What counts and times the requests; <see langword="null"/>: nothing.</param>
    public Recommender(GlobalLocalModel model, RecommenderMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _metrics = metrics;
    }

    /// <summary>The model that the answers come from.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>Recommends items to a user of the training data, best first, ties by the order of the items' keys.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="count">The number N of items, at least 1; fewer are returned only where no more may be.</param>
    /// <param name="options">Which items may be returned; default: those that the user has not interacted with.</param>
    /// <exception cref="UnknownIdException">The user, or an item of the options, was not in the training data.</exception>
    /// <exception cref="ArgumentException">The options name a number of clusters, but the model has no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/>, or the options' number of clusters, is out of range.</exception>
    public IReadOnlyList<Recommendation> Recommend(string user, int count = 10, RecommendationOptions? options = null) =>
        Measure("recommend", () => Recommend(Prepare(user), count, options));

    /// <summary>
    /// Recommends items to a user who was not in the training data, from the items that it touched: in every space the user is represented by
    /// them (fold-in).
    /// </summary>
    /// <param name="items">The ids of the user's items, at least one.</param>
    /// <param name="count">The number N of items, at least 1; fewer are returned only where no more may be.</param>
    /// <param name="options">Which items may be returned; default: those that are not among <paramref name="items"/>.</param>
    /// <exception cref="UnknownIdException">An item was not in the training data.</exception>
    /// <exception cref="ArgumentException">There are no items, or the options name a number of clusters, but the model has no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/>, or the options' number of clusters, is out of range.</exception>
    public IReadOnlyList<Recommendation> RecommendFor(IEnumerable<string> items, int count = 10, RecommendationOptions? options = null) =>
        Measure("recommend_for", () => Recommend(Prepare(items), count, options));

    /// <summary>
    /// Recommends items to every user of the training data, in the order of the users' keys; computed by all cores, as they are read. It is a batch
    /// and no request: metrics leave it out.
    /// </summary>
    /// <param name="count">The number N of items for each user, at least 1.</param>
    /// <param name="options">Which items may be returned; default: those that the user has not interacted with.</param>
    /// <exception cref="ArgumentException">The options name a number of clusters, but the model has no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/>, or the options' number of clusters, is out of range.</exception>
    public IEnumerable<UserRecommendations> RecommendAll(int count = 10, RecommendationOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var filter = CreateFilter(options);
        var retriever = Model.Retriever.WithClusters(options?.SearchedClusters);
        int group = CatalogueScan.GetGroupSize(Model.Attention);
        return Enumerable.Range(0, (Model.Users.Count + group - 1) / group).AsParallel().AsOrdered()
            .Select(n => RecommendGroup(n * group, Math.Min(group, Model.Users.Count - n * group), count, filter, retriever))
            .AsSequential()
            .SelectMany(lists => lists);
    }

    /// <summary>The items that are most like an item, the nearest first.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="count">The number of items, at least 1.</param>
    /// <exception cref="UnknownIdException">The item was not in the training data.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Neighbour> SimilarItems(string item, int count = 10) =>
        Measure("similar_items", () => FindSimilar(Model.Items, FindItem(item), count, (space, index) => space.GetItemVector(index)));

    /// <summary>The users that are most like a user, the nearest first.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="count">The number of users, at least 1.</param>
    /// <exception cref="UnknownIdException">The user was not in the training data.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Neighbour> SimilarUsers(string user, int count = 10) =>
        Measure("similar_users", () => FindSimilar(Model.Users, FindUser(user), count, (space, index) => space.GetUserVector(index)));

    /// <summary>Tells why an item has its score for a user: the weight and score of every space, and the user's own items nearest to it.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="item">The item's id.</param>
    /// <exception cref="UnknownIdException">The user or the item was not in the training data.</exception>
    public Explanation Explain(string user, string item) =>
        Measure("explain", () => Explain(Prepare(user), user, FindItem(item)));

    /// <summary>Explains several items to a user, such as its recommendations, in the order given.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="items">The items' ids.</param>
    /// <exception cref="UnknownIdException">The user or an item was not in the training data.</exception>
    public IReadOnlyList<Explanation> Explain(string user, IEnumerable<string> items) =>
        Measure("explain", () => Explain(Prepare(user), user, items));

    /// <summary>Explains items to a user who was not in the training data, as <see cref="RecommendFor"/> recommends to it.</summary>
    /// <param name="ownItems">The ids of the user's items, at least one.</param>
    /// <param name="items">The ids of the items to explain.</param>
    /// <exception cref="UnknownIdException">An item was not in the training data.</exception>
    /// <exception cref="ArgumentException">The user has no items.</exception>
    public IReadOnlyList<Explanation> ExplainFor(IEnumerable<string> ownItems, IEnumerable<string> items) =>
        Measure("explain_for", () => Explain(Prepare(ownItems), user: null, items));

    private T Measure<T>(string operation, Func<T> answer) => _metrics is null ? answer() : _metrics.Measure(operation, answer);

    private UserQuery Prepare(string user)
    {
        var query = Model.Attention.CreateQuery();
        Model.Attention.Prepare(query, Model.Interactions, FindUser(user));
        return query;
    }

    private UserQuery Prepare(IEnumerable<string> ownItems)
    {
        ArgumentNullException.ThrowIfNull(ownItems);
        var own = ownItems.Select(FindItem).Distinct().Order().ToArray();
        if (own.Length == 0)
        {
            throw new ArgumentException("A new user is represented by the items it touched; give at least one.");
        }

        var query = Model.Attention.CreateQuery();
        Model.Attention.Prepare(query, own);
        return query;
    }

    private Explanation[] Explain(UserQuery query, string? user, IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return [.. items.Select(item => Explain(query, user, FindItem(item)))];
    }

    private Explanation Explain(UserQuery query, string? user, int item)
    {
        var attention = Model.Attention;
        var score = new float[1];
        attention.Score(query, [item], score);
        var weights = new float[attention.Spaces.Count];
        var scores = new float[attention.Spaces.Count];
        var pairFactor = new float[1];
        attention.GetScoresAndWeights(query, [item], scores, weights, pairFactor);
        var spaces = attention.Spaces.Select((space, r) => new SpaceContribution(space.Name, weights[r], scores[r])).ToArray();
        var own = query.Items.ToArray()
            .Where(index => index != item)
            .Select(index => new Neighbour(Model.Items[index], AverageCosine(item, index, (space, n) => space.GetItemVector(n))))
            .OrderByDescending(neighbour => neighbour.Similarity)
            .Take(ExplainedItems)
            .ToArray();
        return new Explanation(user, Model.Items[item], score[0], new AnswerList<SpaceContribution>(spaces), pairFactor[0], new AnswerList<Neighbour>(own));
    }

    private IReadOnlyList<Recommendation> Recommend(UserQuery query, int count, RecommendationOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Recommend(query, count, CreateFilter(options), Model.Retriever.WithClusters(options?.SearchedClusters));
    }

    private AnswerList<Recommendation> Recommend(UserQuery query, int count, ItemFilter filter, Retriever retriever)
    {
        int length = Math.Min(count, Model.Items.Count);
        var items = new int[length];
        var scores = new float[length];
        int found = retriever.Retrieve(query, items, scores, filter);
        return CreateList(items.AsSpan(0, found), scores);
    }

    private UserRecommendations[] RecommendGroup(int firstUser, int userCount, int count, ItemFilter filter, Retriever retriever)
    {
        var queries = new UserQuery[userCount];
        for (int user = 0; user < userCount; user++)
        {
            queries[user] = Model.Attention.CreateQuery();
            Model.Attention.Prepare(queries[user], Model.Interactions, firstUser + user);
        }

        int length = Math.Min(count, Model.Items.Count);
        var items = new int[userCount * length];
        var scores = new float[userCount * length];
        var found = new int[userCount];
        retriever.Retrieve(queries, items, scores, found, filter);
        var lists = new UserRecommendations[userCount];
        for (int user = 0; user < userCount; user++)
        {
            lists[user] = new UserRecommendations(Model.Users[firstUser + user], CreateList(items.AsSpan(user * length, found[user]), scores.AsSpan(user * length)));
        }

        return lists;
    }

    private AnswerList<Recommendation> CreateList(ReadOnlySpan<int> items, ReadOnlySpan<float> scores)
    {
        var recommendations = new Recommendation[items.Length];
        for (int n = 0; n < items.Length; n++)
        {
            recommendations[n] = new Recommendation(Model.Items[items[n]], scores[n]);
        }

        return new AnswerList<Recommendation>(recommendations);
    }

    private ItemFilter CreateFilter(RecommendationOptions? options) => options is null
        ? ItemFilter.Unseen
        : new ItemFilter(options.Allow?.Select(FindItem), options.Deny?.Select(FindItem), options.IncludeSeen);

    private AnswerList<Neighbour> FindSimilar(IdTable ids, int index, int count, VectorOf vectorOf)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int length = Math.Min(count, ids.Count - 1);
        var found = new int[length];
        var similarities = new float[length];
        var selector = new TopNSelector(found, similarities);
        for (int other = 0; other < ids.Count; other++)
        {
            if (other != index)
            {
                selector.Add(other, AverageCosine(index, other, vectorOf));
            }
        }

        int kept = selector.Complete();
        return new AnswerList<Neighbour>([.. found.Take(kept).Select((other, n) => new Neighbour(ids[other], similarities[n]))]);
    }

    private float AverageCosine(int index, int other, VectorOf vectorOf)
    {
        float sum = 0;
        foreach (var space in Model.Attention.Spaces)
        {
            float cosine = TensorPrimitives.CosineSimilarity(vectorOf(space, index), vectorOf(space, other));
            sum += float.IsNaN(cosine) ? 0 : cosine;
        }

        return sum / Model.Attention.Spaces.Count;
    }

    private int FindUser(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Model.Users.TryGetIndex(user, out int index) ? index : throw new UnknownIdException(
            Model.Users.Kind, user, "For a new user, call RecommendFor with the items that it touched.");
    }

    private int FindItem(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Model.Items.TryGetIndex(item, out int index) ? index : throw new UnknownIdException(
            Model.Items.Kind, item, "Leave it out, or train again with interactions that have it.");
    }

    private delegate ReadOnlySpan<float> VectorOf(RepresentationSpace space, int index);
}
