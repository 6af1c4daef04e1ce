using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Answers questions of a trained model by ids: what to recommend to a user, known or new, what is like an item or a user, and why. Immutable
/// and thread-safe: one instance serves all threads, no pool is needed.
/// </summary>
public sealed class Recommender
{
    private const int ExplainedItems = 5;

    /// <summary>Makes a recommender of a model.</summary>
    /// <param name="model">The model.</param>
    public Recommender(GlobalLocalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    /// <summary>The model that the answers come from.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>Recommends items to a user of the training data, best first, ties by the order of the items' keys.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="count">The number N of items, at least 1; fewer are returned only where no more may be.</param>
    /// <param name="options">Which items may be returned; default: those that the user has not interacted with.</param>
    /// <exception cref="KeyNotFoundException">The user, or an item of the options, was not in the training data.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Recommendation> Recommend(string user, int count = 10, RecommendationOptions? options = null)
    {
        var query = Model.Attention.CreateQuery();
        Model.Attention.Prepare(query, Model.Interactions, FindUser(user));
        return Recommend(query, count, options);
    }

    /// <summary>
    /// Recommends items to a user who was not in the training data, from the items that it touched: in every space the user is represented by
    /// them (fold-in).
    /// </summary>
    /// <param name="items">The ids of the user's items, at least one.</param>
    /// <param name="count">The number N of items, at least 1; fewer are returned only where no more may be.</param>
    /// <param name="options">Which items may be returned; default: those that are not among <paramref name="items"/>.</param>
    /// <exception cref="KeyNotFoundException">An item was not in the training data.</exception>
    /// <exception cref="ArgumentException">There are no items.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Recommendation> RecommendFor(IEnumerable<string> items, int count = 10, RecommendationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var own = items.Select(FindItem).Distinct().Order().ToArray();
        if (own.Length == 0)
        {
            throw new ArgumentException("A new user is represented by the items it touched; give at least one.", nameof(items));
        }

        var query = Model.Attention.CreateQuery();
        Model.Attention.Prepare(query, own);
        return Recommend(query, count, options);
    }

    /// <summary>Recommends items to every user of the training data, in the order of the users' keys; computed by all cores, as they are read.</summary>
    /// <param name="count">The number N of items for each user, at least 1.</param>
    /// <param name="options">Which items may be returned; default: those that the user has not interacted with.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IEnumerable<UserRecommendations> RecommendAll(int count = 10, RecommendationOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var filter = CreateFilter(options);
        return Enumerable.Range(0, Model.Users.Count).AsParallel().AsOrdered().Select(user =>
        {
            var query = Model.Attention.CreateQuery();
            Model.Attention.Prepare(query, Model.Interactions, user);
            return new UserRecommendations(Model.Users[user], Recommend(query, count, filter));
        });
    }

    /// <summary>The items that are most like an item, the nearest first.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="count">The number of items, at least 1.</param>
    /// <exception cref="KeyNotFoundException">The item was not in the training data.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Neighbour> SimilarItems(string item, int count = 10) =>
        FindSimilar(Model.Items, FindItem(item), count, (space, index) => space.GetItemVector(index));

    /// <summary>The users that are most like a user, the nearest first.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="count">The number of users, at least 1.</param>
    /// <exception cref="KeyNotFoundException">The user was not in the training data.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Neighbour> SimilarUsers(string user, int count = 10) =>
        FindSimilar(Model.Users, FindUser(user), count, (space, index) => space.GetUserVector(index));

    /// <summary>Tells why an item has its score for a user: the weight and score of every space, and the user's own items nearest to it.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="item">The item's id.</param>
    /// <exception cref="KeyNotFoundException">The user or the item was not in the training data.</exception>
    public Explanation Explain(string user, string item)
    {
        var attention = Model.Attention;
        int userIndex = FindUser(user);
        int itemIndex = FindItem(item);
        var query = attention.CreateQuery();
        attention.Prepare(query, Model.Interactions, userIndex);
        var score = new float[1];
        attention.Score(query, [itemIndex], score);
        var weights = new float[attention.Spaces.Count];
        attention.GetWeights(query, itemIndex, weights);
        var scores = new float[attention.Spaces.Count];
        attention.GetScaledScores(query, itemIndex, scores);
        var spaces = attention.Spaces.Select((space, r) => new SpaceContribution(space.Name, weights[r], scores[r])).ToArray();
        var own = Model.Interactions.GetItems(userIndex).ToArray()
            .Where(index => index != itemIndex)
            .Select(index => new Neighbour(Model.Items[index], AverageCosine(itemIndex, index, (space, n) => space.GetItemVector(n))))
            .OrderByDescending(neighbour => neighbour.Similarity)
            .Take(ExplainedItems)
            .ToArray();
        return new Explanation(user, item, score[0], new AnswerList<SpaceContribution>(spaces), new AnswerList<Neighbour>(own));
    }

    private IReadOnlyList<Recommendation> Recommend(UserQuery query, int count, RecommendationOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Recommend(query, count, CreateFilter(options));
    }

    private AnswerList<Recommendation> Recommend(UserQuery query, int count, ItemFilter filter)
    {
        int length = Math.Min(count, Model.Items.Count);
        var items = new int[length];
        var scores = new float[length];
        int found = Model.Retriever.Retrieve(query, items, scores, filter);
        var recommendations = new Recommendation[found];
        for (int n = 0; n < found; n++)
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
        return Model.Users.TryGetIndex(user, out int index) ? index : throw new KeyNotFoundException(
            $"The user '{user}' was not in the training data. For a new user, call RecommendFor with the items that it touched.");
    }

    private int FindItem(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Model.Items.TryGetIndex(item, out int index) ? index : throw new KeyNotFoundException(
            $"The item '{item}' was not in the training data. Leave it out, or train again with interactions that have it.");
    }

    private delegate ReadOnlySpan<float> VectorOf(RepresentationSpace space, int index);
}
