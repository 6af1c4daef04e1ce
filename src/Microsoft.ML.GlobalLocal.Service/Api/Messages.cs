using Microsoft.ML.GlobalLocal.Serving;

namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>A request for a user who was not in the training data.</summary>
/// <param name="Items">The ids of the items that the user touched.</param>
/// <param name="Count">The number N of items to recommend; default 10.</param>
/// <param name="SearchedClusters">The number K of clusters to search; default: as the model has it.</param>
/// <param name="Explain">Whether every item comes with its reasons; default: no.</param>
internal sealed record NewUserRequest(IReadOnlyList<string> Items, int? Count = null, int? SearchedClusters = null, bool? Explain = null);

/// <summary>Recommended items, best first.</summary>
/// <param name="Model">The hash of the model that answered.</param>
/// <param name="User">The user; null for a new one.</param>
/// <param name="SearchedClusters">The number K of clusters that were searched; null where the model has no index.</param>
/// <param name="Recommendations">The items.</param>
internal sealed record RecommendationList(string Model, string? User, int? SearchedClusters, IReadOnlyList<RecommendedItem> Recommendations);

/// <summary>A recommended item.</summary>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="Item">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Its score; only its order within a list means something.</param>
/// <param name="Spaces">Where reasons were asked for, else null: the attention's weight of each space, and the scaled score in it.</param>
/// <param name="PairFactor">Where reasons were asked for, else null: what the attention multiplies the blended score with, whichever space counts.</param>
/// <param name="BecauseOf">Where reasons were asked for, else null: the user's own items most like it.</param>
internal sealed record RecommendedItem(int Rank, string Item, string Name, float Score, IReadOnlyList<SpaceContribution>? Spaces, float? PairFactor, IReadOnlyList<SimilarItem>? BecauseOf);

/// <summary>An item that is like another one.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Similarity">The cosine of the two items' vectors, averaged over the spaces.</param>
internal sealed record SimilarItem(string Item, string Name, float Similarity);

/// <summary>The items most like an item, the nearest first.</summary>
/// <param name="Model">The hash of the model that answered.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Similar">The items.</param>
internal sealed record SimilarItemList(string Model, string Item, string Name, IReadOnlyList<SimilarItem> Similar);

/// <summary>Why an item has its score for a user.</summary>
/// <param name="Model">The hash of the model that answered.</param>
/// <param name="User">The user.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Its score.</param>
/// <param name="Spaces">The attention's weight of each space, and the scaled score in it; where scores are blended, the score is their sum of products, times the pair's factor.</param>
/// <param name="PairFactor">What the attention multiplies the blended score with, whichever space counts; 1 where it has no factors for pairs.</param>
/// <param name="BecauseOf">The user's own items most like it.</param>
internal sealed record ItemExplanation(string Model, string User, string Item, string Name, float Score, IReadOnlyList<SpaceContribution> Spaces, float PairFactor, IReadOnlyList<SimilarItem> BecauseOf);

/// <summary>An item.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Name">Its name.</param>
internal sealed record NamedItem(string Item, string Name);

/// <summary>A user of the training data.</summary>
/// <param name="User">The user's id.</param>
/// <param name="ItemCount">The number of its items.</param>
/// <param name="Items">Its items, up to the limit of an answer.</param>
internal sealed record UserItems(string User, int ItemCount, IReadOnlyList<NamedItem> Items);

/// <summary>The model that answers, and the limits of requests.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Hash">The SHA-256 of the file.</param>
/// <param name="TrainedAt">When it was trained, as its zip says.</param>
/// <param name="LoadedAt">When the service loaded it.</param>
/// <param name="Users">The number of users that it was trained on.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Interactions">The number of interactions.</param>
/// <param name="Spaces">Its spaces.</param>
/// <param name="Clusters">The number M of clusters of its index; null: none.</param>
/// <param name="SearchedClusters">The number K of them that a search visits by itself.</param>
/// <param name="Refusal">Why the file on the disk is not the model that answers; null: it is.</param>
/// <param name="MaxCount">The most items in an answer.</param>
/// <param name="MaxItems">The most items of a new user.</param>
internal sealed record ModelSummary(
    string File,
    string Hash,
    DateTimeOffset? TrainedAt,
    DateTimeOffset LoadedAt,
    int Users,
    int Items,
    int Interactions,
    IReadOnlyList<SpaceInformation> Spaces,
    int? Clusters,
    int? SearchedClusters,
    ModelRefusal? Refusal,
    int MaxCount,
    int MaxItems);
