namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>Which model answers: its file, when it was trained, and on what.</summary>
/// <param name="Path">The file, in full.</param>
/// <param name="Hash">The SHA-256 of the file, in lower-case hexadecimal.</param>
/// <param name="FileSize">The size of the file in bytes.</param>
/// <param name="TrainedAt">When the training saved the model, as the zip's entries say: to two seconds, in the time zone of where it was saved, which is taken to be this one; <see langword="null"/>: they have no time.</param>
/// <param name="LoadedAt">When this process loaded it.</param>
/// <param name="Users">The number of users that it was trained on.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Interactions">The number of interactions.</param>
/// <param name="Spaces">Its spaces, in the order of the attention's weights.</param>
/// <param name="Clusters">The number M of clusters of its index; <see langword="null"/>: it has none, and every search is exhaustive.</param>
/// <param name="SearchedClusters">The number K of them that a search visits unless a request says otherwise; <see langword="null"/>: there is no index.</param>
public sealed record ModelInformation(
    string Path,
    string Hash,
    long FileSize,
    DateTimeOffset? TrainedAt,
    DateTimeOffset LoadedAt,
    int Users,
    int Items,
    int Interactions,
    IReadOnlyList<SpaceInformation> Spaces,
    int? Clusters,
    int? SearchedClusters);
