namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>One search of an <see cref="IndexStudy"/>.</summary>
/// <param name="Items">The number of items of the catalogue.</param>
/// <param name="Space">The space whose items are clustered; empty where the search is exhaustive without an index.</param>
/// <param name="Clusters">The number M of clusters; 0 without an index.</param>
/// <param name="Searched">The number K of clusters searched; 0 without an index.</param>
/// <param name="Recall">The share of the exhaustive lists' items that is found.</param>
/// <param name="VisitedShare">The share of all items that is visited, the mean over the users.</param>
/// <param name="Median">The median time of a search on one thread, in milliseconds.</param>
/// <param name="Percentile99">The time that 99 of 100 searches take at most, in milliseconds.</param>
/// <param name="BuildSeconds">How long the index took to make.</param>
/// <param name="IndexBytes">The memory of the index: its centroids, its lists and the items' clusters.</param>
internal sealed record IndexStudyRow(
    int Items, string Space, int Clusters, int Searched, double Recall, double VisitedShare, double Median, double Percentile99, double BuildSeconds, long IndexBytes);
