using System.Numerics;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A balanced binary tree whose leaves are the items. Level l above the last has 2^l nodes, from left to right; node p of it holds the places
/// [p I / 2^l, (p + 1) I / 2^l) of an order of the I items, so that siblings differ by one item at most. The last level has all items, in that order;
/// where a node of the level above holds one item only, both are one leaf. Immutable and thread-safe.
/// </summary>
internal sealed class ItemTree
{
    private readonly int[] _order;
    private readonly int[] _places;

    /// <summary>Makes the tree.</summary>
    /// <param name="order">The items from left to right, each once.</param>
    /// <exception cref="ArgumentException">There is no item, or one is missing.</exception>
    public ItemTree(int[] order)
    {
        _order = order;
        _places = new int[order.Length];
        _places.AsSpan().Fill(-1);
        for (int place = 0; place < order.Length; place++)
        {
            int item = order[place];
            if ((uint)item >= (uint)order.Length || _places[item] >= 0)
            {
                throw new ArgumentException($"Leaf {place} of the tree is item {item}; each of the items 0 to {order.Length - 1} must be one leaf.", nameof(order));
            }

            _places[item] = place;
        }

        Depth = order.Length > 0 ? BitOperations.Log2((uint)order.Length * 2 - 1) : throw new ArgumentException("A tree needs an item.", nameof(order));
    }

    /// <summary>The items from left to right.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The number I of items.</summary>
    public int ItemCount => _order.Length;

    /// <summary>The last level; the root is level 0.</summary>
    public int Depth { get; }

    /// <summary>The number of nodes, leaves included.</summary>
    public int NodeCount => 2 * ItemCount - 1;

    /// <summary>The number of nodes of a level.</summary>
    public int GetCount(int level) => level == Depth ? ItemCount : 1 << level;

    /// <summary>The items under a node.</summary>
    /// <param name="level">The node's level.</param>
    /// <param name="position">Its position in the level, from the left.</param>
    public ReadOnlySpan<int> GetItems(int level, int position)
    {
        int start = GetStart(level, position);
        return _order.AsSpan(start, GetStart(level, position + 1) - start);
    }

    /// <summary>The positions of a node's children in the next level: from the first up to, not including, the last.</summary>
    /// <param name="level">The node's level, above the last.</param>
    /// <param name="position">Its position in the level.</param>
    public (int First, int End) GetChildren(int level, int position) => level + 1 == Depth
        ? (GetStart(level, position), GetStart(level, position + 1))
        : (2 * position, 2 * position + 2);

    /// <summary>The position in a level of the node that an item is under.</summary>
    public int FindPosition(int item, int level) => level == Depth
        ? _places[item]
        : (int)((((_places[item] + 1L) << level) - 1) / ItemCount);

    /// <summary>The number of a node: an item's leaf has that of the item, the inner nodes have those from I to 2 I - 2.</summary>
    /// <param name="level">The node's level.</param>
    /// <param name="position">Its position in the level.</param>
    public int GetNode(int level, int position)
    {
        var items = GetItems(level, position);
        if (items.Length == 1)
        {
            return items[0];
        }

        // Above the last but one level every node is an inner one. In that level those before this one hold one or two items, and are inner with two.
        int innerBefore = level + 1 == Depth ? GetStart(level, position) - position : position;
        return ItemCount + (1 << level) - 1 + innerBefore;
    }

    /// <summary>The first level that has more nodes than a number; the last level where none has.</summary>
    public int FindLevelAbove(int count)
    {
        int level = 0;
        while (level < Depth && GetCount(level) <= count)
        {
            level++;
        }

        return level;
    }

    /// <summary>The first place in the order under a node of a level above the last.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="level">The node's level.</param>
    /// <param name="position">Its position in the level; that behind the last node gives the number of items.</param>
    public static int GetStart(int itemCount, int level, long position) => (int)((position * itemCount) >> level);

    /// <summary>A vector for every node: the mean of those of the items under it.</summary>
    /// <param name="itemVectors">The items' vectors, row after row: [items * dimension].</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <returns>The vectors by the nodes' numbers, row after row: [nodes * dimension].</returns>
    public float[] AverageNodes(float[] itemVectors, int dimension)
    {
        var vectors = VectorTable.Create(NodeCount, dimension);
        itemVectors.CopyTo(vectors, 0);
        for (int level = 0; level < Depth; level++)
        {
            for (int position = 0; position < GetCount(level); position++)
            {
                var items = GetItems(level, position);
                if (items.Length > 1)
                {
                    var mean = vectors.AsSpan(GetNode(level, position) * dimension, dimension);
                    foreach (int item in items)
                    {
                        TensorPrimitives.Add(mean, itemVectors.AsSpan(item * dimension, dimension), mean);
                    }

                    TensorPrimitives.Divide(mean, items.Length, mean);
                }
            }
        }

        return vectors;
    }

    private int GetStart(int level, int position) => level == Depth ? position : GetStart(ItemCount, level, position);
}
