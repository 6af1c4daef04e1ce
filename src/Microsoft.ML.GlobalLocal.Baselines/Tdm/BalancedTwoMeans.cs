using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Learns an <see cref="ItemTree"/> from vectors of the items: from the root on, the items of each node are split by 2-means into two halves, so that
/// items with similar vectors come to lie under one node.
/// </summary>
/// <remarks>
/// With given centroids c and c', the halves with the least sum of squared distances are those by the order of |x - c|^2 - |x - c'|^2, which is that of
/// x * (c' - c). Assignments and centroids are computed in turn until no item changes sides. The first centroids are a random item and the one farthest
/// from it.
/// </remarks>
internal sealed class BalancedTwoMeans
{
    private const int MaximumIterations = 20;

    private readonly float[] _vectors;
    private readonly int _dimension;
    private readonly Random _random;
    private readonly CancellationToken _cancellationToken;

    private BalancedTwoMeans(float[] vectors, int dimension, int seed, CancellationToken cancellationToken)
    {
        _vectors = vectors;
        _dimension = dimension;
        _random = new Random(seed);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Learns the tree.</summary>
    /// <param name="vectors">The items' vectors, row after row: [items * dimension].</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="seed">The seed of the first centroids: the same seed gives the same tree.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ItemTree LearnTree(float[] vectors, int dimension, int seed, CancellationToken cancellationToken = default)
    {
        int[] order = [.. Enumerable.Range(0, vectors.Length / dimension)];
        new BalancedTwoMeans(vectors, dimension, seed, cancellationToken).SplitAll(order);
        return new ItemTree(order);
    }

    private void SplitAll(int[] order)
    {
        var keys = new float[order.Length];
        for (int level = 0; 1 << level < order.Length; level++)
        {
            for (int position = 0; position < 1 << level; position++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                int start = ItemTree.GetStart(order.Length, level, position);
                int middle = ItemTree.GetStart(order.Length, level + 1, 2L * position + 1);
                int end = ItemTree.GetStart(order.Length, level, position + 1L);
                if (end - start > 1)
                {
                    Split(order.AsSpan(start, end - start), middle - start, keys.AsSpan(start, end - start));
                }
            }
        }
    }

    /// <summary>Puts the items of the first half before those of the second.</summary>
    /// <param name="items">The items.</param>
    /// <param name="half">The number of items of the first half.</param>
    /// <param name="keys">Scratch space, as long as there are items.</param>
    private void Split(Span<int> items, int half, Span<float> keys)
    {
        var first = new float[_dimension];
        var second = new float[_dimension];
        GetVector(items[_random.Next(items.Length)]).CopyTo(first);
        GetVector(FindFarthest(items, first)).CopyTo(second);
        var before = Array.Empty<int>();
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            TensorPrimitives.Subtract(second, first, second);
            for (int n = 0; n < items.Length; n++)
            {
                keys[n] = TensorPrimitives.Dot(GetVector(items[n]), second);
            }

            keys.Sort(items);
            items[..half].Sort();
            items[half..].Sort();
            if (items[..half].SequenceEqual(before))
            {
                break;
            }

            before = items[..half].ToArray();
            Average(items[..half], first);
            Average(items[half..], second);
        }
    }

    private int FindFarthest(ReadOnlySpan<int> items, ReadOnlySpan<float> vector)
    {
        int farthest = items[0];
        float largest = 0;
        foreach (int item in items)
        {
            float distance = TensorPrimitives.Distance(GetVector(item), vector);
            (farthest, largest) = distance > largest ? (item, distance) : (farthest, largest);
        }

        return farthest;
    }

    private void Average(ReadOnlySpan<int> items, Span<float> mean)
    {
        mean.Clear();
        foreach (int item in items)
        {
            TensorPrimitives.Add(mean, GetVector(item), mean);
        }

        TensorPrimitives.Divide(mean, items.Length, mean);
    }

    private ReadOnlySpan<float> GetVector(int item) => _vectors.AsSpan(item * _dimension, _dimension);
}
