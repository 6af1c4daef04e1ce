namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What the searches of an index find and visit for every number K of clusters, from 1 to M: the share of the items of the exhaustive lists, and
/// the share of the catalogue. No search is run: a search finds an item of the exhaustive list if it visits the item's cluster.
/// </summary>
internal sealed class RecallCurve
{
    private readonly double[] _recall;
    private readonly double[] _visitedShare;

    private RecallCurve(ClusteringIndex index, double[] recall, double[] visitedShare, int users, int topN)
    {
        Index = index;
        _recall = recall;
        _visitedShare = visitedShare;
        Users = users;
        TopN = topN;
    }

    /// <summary>The index.</summary>
    public ClusteringIndex Index { get; }

    /// <summary>The number of users of the sample.</summary>
    public int Users { get; }

    /// <summary>The length N of the lists.</summary>
    public int TopN { get; }

    /// <summary>Measures an index.</summary>
    /// <param name="index">The index, over a space of the model whose exhaustive lists are given.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="lists">The exhaustive lists.</param>
    public static RecallCurve Measure(ClusteringIndex index, InteractionMatrix interactions, ExhaustiveLists lists)
    {
        int clusters = index.ClusterCount;
        var found = new long[clusters];
        var visited = new long[clusters];
        var ranked = new int[clusters];
        var ranks = new int[clusters];
        var sizes = new long[clusters];
        long all = 0;
        for (int place = 0; place < lists.Users.Length; place++)
        {
            int user = lists.Users[place];
            index.RankClusters(index.Space.GetUserVector(user), ranked);
            int fewest = CountFewest(index, interactions.GetItems(user), ranked, lists.TopN);
            long items = 0;
            for (int n = 0; n < clusters; n++)
            {
                ranks[ranked[n]] = n;
                items += index.GetItems(ranked[n]).Length;
                sizes[n] = items;
            }

            for (int n = 0; n < clusters; n++)
            {
                visited[n] += sizes[Math.Max(n, fewest - 1)];
            }

            foreach (int item in lists.GetItems(place))
            {
                int rank = ranks[index.GetCluster(item)];
                found[rank < fewest ? 0 : rank]++;
                all++;
            }
        }

        var recall = new double[clusters];
        var share = new double[clusters];
        long sum = 0;
        for (int n = 0; n < clusters; n++)
        {
            sum += found[n];
            recall[n] = all == 0 ? 1 : (double)sum / all;
            share[n] = (double)visited[n] / lists.Users.Length / index.Space.ItemCount;
        }

        return new RecallCurve(index, recall, share, lists.Users.Length, lists.TopN);
    }

    /// <summary>The share of the items of the exhaustive lists that a search finds.</summary>
    /// <param name="clusters">The number K of clusters searched, from 1 to M.</param>
    public double GetRecall(int clusters) => _recall[clusters - 1];

    /// <summary>The share of all items that a search visits, the mean over the users.</summary>
    /// <param name="clusters">The number K of clusters searched, from 1 to M.</param>
    public double GetVisitedShare(int clusters) => _visitedShare[clusters - 1];

    /// <summary>The smallest number K of clusters whose search finds at least so much of the exhaustive lists; all M find everything.</summary>
    /// <param name="recall">The recall, up to 1.</param>
    public int FindClusters(double recall) => Array.FindIndex(_recall, value => value >= recall) + 1;

    /// <summary>The number of clusters that a search visits at least, so that the user gets N items.</summary>
    private static int CountFewest(ClusteringIndex index, ReadOnlySpan<int> seen, ReadOnlySpan<int> ranked, int topN)
    {
        int unseen = 0;
        for (int n = 0; n < ranked.Length; n++)
        {
            foreach (int item in index.GetItems(ranked[n]))
            {
                unseen += seen.BinarySearch(item) < 0 ? 1 : 0;
            }

            if (unseen >= topN)
            {
                return n + 1;
            }
        }

        return ranked.Length;
    }
}
