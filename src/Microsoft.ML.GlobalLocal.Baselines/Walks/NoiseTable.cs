namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws negative nodes in proportion to a power of their counts, in constant time by Walker's alias method.</summary>
internal sealed class NoiseTable
{
    private readonly int _first;
    private readonly float[] _kept;
    private readonly int[] _alias;

    /// <summary>Makes the table of the nodes from <paramref name="first"/> on.</summary>
    /// <param name="first">The first node.</param>
    /// <param name="counts">The count of each node. One is added to it, so that what nobody has is a negative too.</param>
    /// <param name="exponent">The exponent of the counts.</param>
    public NoiseTable(int first, ReadOnlySpan<int> counts, float exponent)
    {
        _first = first;
        _kept = new float[counts.Length];
        _alias = new int[counts.Length];
        double sum = 0;
        for (int n = 0; n < counts.Length; n++)
        {
            _kept[n] = MathF.Pow(counts[n] + 1, exponent);
            sum += _kept[n];
        }

        var poor = new Stack<int>();
        var rich = new Stack<int>();
        for (int n = 0; n < counts.Length; n++)
        {
            _kept[n] = (float)(_kept[n] / sum * counts.Length);
            _alias[n] = n;
            (_kept[n] < 1 ? poor : rich).Push(n);
        }

        while (poor.Count > 0 && rich.Count > 0)
        {
            int small = poor.Pop();
            int large = rich.Pop();
            _alias[small] = large;
            _kept[large] -= 1 - _kept[small];
            (_kept[large] < 1 ? poor : rich).Push(large);
        }
    }

    /// <summary>Draws a node.</summary>
    public int Draw(Random random)
    {
        int n = random.Next(_kept.Length);
        return _first + (random.NextSingle() < _kept[n] ? n : _alias[n]);
    }
}
