namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Walks among the users, or among the items, that end after each step with the same probability. From a node, the chance of another is in proportion
/// to the number of neighbours that both share.
/// </summary>
/// <remarks>
/// The weights are never stored: a node drawn evenly from those of a neighbour, which is drawn in proportion to how many nodes it has, has just that
/// chance; the node itself is drawn again.
/// </remarks>
internal sealed class SideWalker
{
    private readonly InteractionMatrix _rows;
    private readonly float _stopProbability;
    private readonly Random _random;
    private readonly long[][] _sums;

    /// <summary>Makes a walker among the users of a matrix; of a transposed one, among the items.</summary>
    /// <param name="rows">The interactions.</param>
    /// <param name="stopProbability">The probability by which a walk ends after a step, in (0, 1].</param>
    /// <param name="random">The source of randomness.</param>
    public SideWalker(InteractionMatrix rows, float stopProbability, Random random)
    {
        _rows = rows;
        _stopProbability = stopProbability;
        _random = random;
        _sums = new long[rows.UserCount][];
        for (int row = 0; row < rows.UserCount; row++)
        {
            var neighbours = rows.GetItems(row);
            var sums = new long[neighbours.Length];
            long sum = 0;
            for (int n = 0; n < sums.Length; n++)
            {
                sums[n] = sum += rows.Transposed.GetCount(neighbours[n]);
            }

            _sums[row] = sums;
        }
    }

    /// <summary>Walks from a node.</summary>
    /// <param name="start">The first node.</param>
    /// <param name="walk">Receives the nodes; its length is the most.</param>
    /// <returns>The number of nodes; 1 where the first one shares no neighbour with another.</returns>
    public int Walk(int start, Span<int> walk)
    {
        walk[0] = start;
        int count = 1;
        while (count < walk.Length && HasOthers(walk[count - 1]))
        {
            walk[count] = Step(walk[count - 1]);
            count++;
            if (_random.NextSingle() < _stopProbability)
            {
                break;
            }
        }

        return count;
    }

    // Each neighbour has the node itself; there are others where they have more than that.
    private bool HasOthers(int node) => _sums[node].Length > 0 && _sums[node][^1] > _sums[node].Length;

    private int Step(int node)
    {
        var sums = _sums[node];
        int next;
        do
        {
            int n = sums.AsSpan().BinarySearch(_random.NextInt64(sums[^1]) + 1);
            var others = _rows.Transposed.GetItems(_rows.GetItems(node)[n < 0 ? ~n : n]);
            next = others[_random.Next(others.Length)];
        }
        while (next == node);
        return next;
    }
}
