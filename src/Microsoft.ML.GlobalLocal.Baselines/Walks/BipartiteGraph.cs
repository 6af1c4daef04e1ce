namespace Microsoft.ML.GlobalLocal;

/// <summary>The interactions as an undirected graph: its nodes are the users, numbered from 0, then the items; an edge is an interaction.</summary>
/// <param name="interactions">The interactions.</param>
internal sealed class BipartiteGraph(InteractionMatrix interactions)
{
    private readonly InteractionMatrix _users = interactions;
    private readonly InteractionMatrix _items = interactions.Transposed;

    /// <summary>The number of users, which is the first item's node.</summary>
    public int UserCount => _users.UserCount;

    /// <summary>The number of nodes.</summary>
    public int NodeCount => _users.UserCount + _users.ItemCount;

    /// <summary>The number of neighbours of a node.</summary>
    public int GetDegree(int node) => node < UserCount ? _users.GetCount(node) : _items.GetCount(node - UserCount);

    /// <summary>The n-th neighbour of a node, in ascending order.</summary>
    public int GetNeighbour(int node, int n) => node < UserCount ? _users.GetItems(node)[n] + UserCount : _items.GetItems(node - UserCount)[n];

    /// <summary>The degrees of some nodes.</summary>
    public int[] GetDegrees(int first, int count)
    {
        var degrees = new int[count];
        for (int n = 0; n < count; n++)
        {
            degrees[n] = GetDegree(first + n);
        }

        return degrees;
    }
}
