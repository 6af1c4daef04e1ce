namespace Microsoft.ML.GlobalLocal;

/// <summary>The weights from user clusters to item clusters: the numbers of interactions between them.</summary>
internal sealed class ClusterWeights
{
    private readonly int[][] _weights;

    /// <summary>Counts the interactions.</summary>
    /// <param name="interactions">The interactions.</param>
    /// <param name="users">The clusters of the users: an index whose items they are.</param>
    /// <param name="items">The clusters of the items.</param>
    public ClusterWeights(InteractionMatrix interactions, ClusteringIndex users, ClusteringIndex items)
    {
        _weights = [.. Enumerable.Range(0, users.ClusterCount).Select(_ => new int[items.ClusterCount])];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            var weights = _weights[users.GetCluster(user)];
            foreach (int item in interactions.GetItems(user))
            {
                weights[items.GetCluster(item)]++;
            }
        }
    }

    /// <summary>The weight of a user cluster to an item cluster.</summary>
    public int this[int userCluster, int itemCluster] => _weights[userCluster][itemCluster];

    /// <summary>The item clusters, the strongest for a user cluster first; of equal ones the lower first.</summary>
    public int[] GetStrongest(int userCluster) => [.. Enumerable.Range(0, _weights[userCluster].Length).OrderByDescending(cluster => _weights[userCluster][cluster])];
}
