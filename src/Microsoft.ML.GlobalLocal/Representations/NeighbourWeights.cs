namespace Microsoft.ML.GlobalLocal;

/// <summary>A sparse matrix of weights from each item to its neighbours, which are in ascending order. Immutable and thread-safe.</summary>
public sealed class NeighbourWeights
{
    private readonly int[] _rowStarts;
    private readonly int[] _neighbours;
    private readonly float[] _weights;

    /// <summary>Makes the matrix of finished rows.</summary>
    /// <param name="rowStarts">Where the neighbours of each item begin, and at the end their number: [items + 1].</param>
    /// <param name="neighbours">The neighbours' indices, ascending within a row. Not copied.</param>
    /// <param name="weights">The weight of each neighbour. Not copied.</param>
    /// <exception cref="ArgumentException">The rows are not in order, a neighbour is no item or out of order, or a weight is not finite.</exception>
    public NeighbourWeights(int[] rowStarts, int[] neighbours, float[] weights)
    {
        ItemCount = rowStarts.Length - 1;
        if (ItemCount < 1 || rowStarts[0] != 0 || rowStarts[^1] != neighbours.Length || weights.Length != neighbours.Length)
        {
            throw new ArgumentException("The rows must start at 0 and end at the number of neighbours, of which there must be as many as weights.", nameof(rowStarts));
        }

        for (int item = 0; item < ItemCount; item++)
        {
            if (rowStarts[item + 1] < rowStarts[item] || rowStarts[item + 1] > neighbours.Length)
            {
                throw new ArgumentException($"The row of item {item} ends before it starts, or beyond the table.", nameof(rowStarts));
            }

            int previous = -1;
            for (int n = rowStarts[item]; n < rowStarts[item + 1]; n++)
            {
                if (neighbours[n] <= previous || neighbours[n] >= ItemCount || !float.IsFinite(weights[n]))
                {
                    throw new ArgumentException($"Item {item}: neighbour {neighbours[n]} with weight {weights[n]}; neighbours must be ascending items and weights finite.", nameof(neighbours));
                }

                previous = neighbours[n];
            }
        }

        _rowStarts = rowStarts;
        _neighbours = neighbours;
        _weights = weights;
    }

    /// <summary>The number of items.</summary>
    public int ItemCount { get; }

    internal ReadOnlySpan<int> RowStarts => _rowStarts;

    internal ReadOnlySpan<int> Neighbours => _neighbours;

    internal ReadOnlySpan<float> Weights => _weights;

    /// <summary>The neighbours of an item, ascending.</summary>
    /// <param name="item">The item's index.</param>
    public ReadOnlySpan<int> GetNeighbours(int item) => _neighbours.AsSpan(_rowStarts[item], _rowStarts[item + 1] - _rowStarts[item]);

    /// <summary>The weights of an item's neighbours, in the order of <see cref="GetNeighbours"/>.</summary>
    /// <param name="item">The item's index.</param>
    public ReadOnlySpan<float> GetWeights(int item) => _weights.AsSpan(_rowStarts[item], _rowStarts[item + 1] - _rowStarts[item]);

    /// <summary>Makes the matrix of its rows: of each item its neighbours, ascending, and their weights.</summary>
    internal static NeighbourWeights FromRows((int[] Items, float[] Weights)[] rows)
    {
        var starts = new int[rows.Length + 1];
        for (int item = 0; item < rows.Length; item++)
        {
            starts[item + 1] = checked(starts[item] + rows[item].Items.Length);
        }

        return new NeighbourWeights(starts, [.. rows.SelectMany(row => row.Items)], [.. rows.SelectMany(row => row.Weights)]);
    }

    /// <summary>The matrix with rows and columns exchanged.</summary>
    internal NeighbourWeights Transpose()
    {
        var starts = new int[ItemCount + 1];
        foreach (int neighbour in _neighbours)
        {
            starts[neighbour + 1]++;
        }

        for (int item = 0; item < ItemCount; item++)
        {
            starts[item + 1] += starts[item];
        }

        var next = starts.AsSpan(0, ItemCount).ToArray();
        var items = new int[_neighbours.Length];
        var weights = new float[_weights.Length];
        for (int item = 0; item < ItemCount; item++)
        {
            for (int n = _rowStarts[item]; n < _rowStarts[item + 1]; n++)
            {
                int target = next[_neighbours[n]]++;
                (items[target], weights[target]) = (item, _weights[n]);
            }
        }

        return new NeighbourWeights(starts, items, weights);
    }

    /// <summary>The weight from one item to another; 0 where the other is no neighbour.</summary>
    /// <param name="item">The item's index.</param>
    /// <param name="neighbour">The other item's index.</param>
    public float GetWeight(int item, int neighbour)
    {
        int position = GetNeighbours(item).BinarySearch(neighbour);
        return position >= 0 ? _weights[_rowStarts[item] + position] : 0;
    }
}
