using Microsoft.Extensions.Options;
using Microsoft.ML.GlobalLocal.Service.Hosting;
using Microsoft.ML.GlobalLocal.Serving;

namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>Checks a request against the limits and answers it from one model, with the items' names.</summary>
internal sealed class Answers(ServedModel served, ItemNames names, IOptions<ServiceOptions> options)
{
    private const int DefaultCount = 10;

    private Recommender Recommender => served.Recommender;

    private string Hash => served.Information.Hash;

    public RecommendationList Recommend(string user, int? count, int? searchedClusters, bool explain)
    {
        var recommendations = Recommender.Recommend(user, CheckCount(count), CheckClusters(searchedClusters));
        return CreateList(user, searchedClusters, recommendations, explain ? Recommender.Explain(user, recommendations.Select(item => item.Item)) : null);
    }

    public RecommendationList Recommend(NewUserRequest request)
    {
        if (request.Items is not { Count: > 0 } items || items.Contains(null))
        {
            throw new RequestProblemException("No items", "A new user is represented by the items that it touched: give the ids of at least one as 'items'.");
        }

        if (items.Count > options.Value.MaxItems)
        {
            throw new RequestProblemException("Too many items", $"There are {items.Count} items; at most {options.Value.MaxItems} are taken.");
        }

        try
        {
            var recommendations = Recommender.RecommendFor(items, CheckCount(request.Count), CheckClusters(request.SearchedClusters));
            return CreateList(user: null, request.SearchedClusters, recommendations, request.Explain == true ? Recommender.ExplainFor(items, recommendations.Select(item => item.Item)) : null);
        }
        catch (UnknownIdException)
        {
            var unknown = items.Where(item => !Recommender.Model.Items.TryGetIndex(item, out _)).Distinct().ToArray();
            throw new RequestProblemException("Unknown items", $"Not in the training data: {string.Join(", ", unknown)}. Leave them out.")
            {
                Problem = { Extensions = { ["unknownItems"] = unknown } },
            };
        }
    }

    public SimilarItemList FindSimilar(string item, int? count) =>
        new(Hash, item, names[item], Name(Recommender.SimilarItems(item, CheckCount(count))));

    public ItemExplanation Explain(string user, string item)
    {
        var explanation = Recommender.Explain(user, item);
        return new(Hash, user, item, names[item], explanation.Score, explanation.Spaces, explanation.PairFactor, Name(explanation.NearestOwnItems));
    }

    public UserItems GetUser(string user)
    {
        var model = Recommender.Model;
        if (!model.Users.TryGetIndex(user, out int index))
        {
            throw new UnknownIdException("user", user, string.Empty);
        }

        var items = model.Interactions.GetItems(index);
        return new(user, items.Length, [.. items[..Math.Min(items.Length, options.Value.MaxCount)].ToArray().Select(item => Name(model.Items[item]))]);
    }

    public IReadOnlyList<string> FindUsers(string? search, int? count)
    {
        var users = Recommender.Model.Users;
        return [.. TextSearch.Find(Enumerable.Range(0, users.Count).Select(index => users[index]), search, CheckCount(count), user => [user])];
    }

    public IReadOnlyList<NamedItem> FindItems(string? search, int? count)
    {
        var items = Recommender.Model.Items;
        return [.. TextSearch.Find(Enumerable.Range(0, items.Count).Select(index => Name(items[index])), search, CheckCount(count), item => [item.Name, item.Item])];
    }

    public ModelSummary Describe(ModelRefusal? refusal)
    {
        var model = served.Information;
        return new(
            Path.GetFileName(model.Path),
            model.Hash,
            model.TrainedAt,
            model.LoadedAt,
            model.Users,
            model.Items,
            model.Interactions,
            model.Spaces,
            model.Clusters,
            model.SearchedClusters,
            refusal,
            options.Value.MaxCount,
            options.Value.MaxItems);
    }

    private RecommendationList CreateList(string? user, int? searchedClusters, IReadOnlyList<Recommendation> recommendations, IReadOnlyList<Explanation>? explanations) => new(
        Hash,
        user,
        searchedClusters ?? served.Information.SearchedClusters,
        [.. recommendations.Select((item, n) => new RecommendedItem(
            n + 1,
            item.Item,
            names[item.Item],
            item.Score,
            explanations?[n].Spaces,
            explanations?[n].PairFactor,
            explanations is null ? null : Name(explanations[n].NearestOwnItems)))]);

    private NamedItem Name(string item) => new(item, names[item]);

    private SimilarItem[] Name(IReadOnlyList<Neighbour> neighbours) =>
        [.. neighbours.Select(neighbour => new SimilarItem(neighbour.Id, names[neighbour.Id], neighbour.Similarity))];

    private int CheckCount(int? count) => count switch
    {
        null => Math.Min(DefaultCount, options.Value.MaxCount),
        { } asked when asked < 1 || asked > options.Value.MaxCount =>
            throw new RequestProblemException("Bad count", $"The count is {asked}; it must lie between 1 and {options.Value.MaxCount}."),
        { } asked => asked,
    };

    private RecommendationOptions? CheckClusters(int? clusters) => (clusters, served.Information.Clusters) switch
    {
        (null, _) => null,
        (_, null) => throw new RequestProblemException("No clusters", "The model has no index of clusters: leave searchedClusters out."),
        ({ } asked, { } all) when asked < 1 || asked > all =>
            throw new RequestProblemException("Bad number of clusters", $"searchedClusters is {asked}; it must lie between 1 and {all}."),
        _ => new RecommendationOptions { SearchedClusters = clusters },
    };
}
