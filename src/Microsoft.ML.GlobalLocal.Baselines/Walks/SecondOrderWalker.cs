namespace Microsoft.ML.GlobalLocal;

/// <summary>Walks of node2vec over a bipartite graph, where each step depends on the one before. With p = q = 1 a step goes to any neighbour alike.</summary>
/// <remarks>
/// From a node v reached from t, a step back to t has the weight 1 / p, one to a neighbour of t the weight 1, and one further away 1 / q. In a
/// bipartite graph the second kind doesn't exist: no neighbour of v is one of t.
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="p">The return parameter p, above 0.</param>
/// <param name="q">The in-out parameter q, above 0.</param>
/// <param name="random">The source of randomness.</param>
internal sealed class SecondOrderWalker(BipartiteGraph graph, float p, float q, Random random)
{
    /// <summary>Walks from a node.</summary>
    /// <param name="start">The first node.</param>
    /// <param name="walk">Receives the nodes, the first one included.</param>
    /// <returns>The number of nodes: the walk's length, or 1 where the first node has no neighbour.</returns>
    public int Walk(int start, Span<int> walk)
    {
        walk[0] = start;
        if (graph.GetDegree(start) == 0)
        {
            return 1;
        }

        for (int n = 1; n < walk.Length; n++)
        {
            walk[n] = n == 1 ? DrawNeighbour(walk[0]) : Step(walk[n - 2], walk[n - 1]);
        }

        return walk.Length;
    }

    private int Step(int previous, int current)
    {
        float back = 1 / p;
        float others = (graph.GetDegree(current) - 1) / q;
        if (random.NextSingle() * (back + others) < back || others == 0)
        {
            return previous;
        }

        int next;
        do
        {
            next = DrawNeighbour(current);
        }
        while (next == previous);
        return next;
    }

    private int DrawNeighbour(int node) => graph.GetNeighbour(node, random.Next(graph.GetDegree(node)));
}
