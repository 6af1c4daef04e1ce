using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Scores nodes of a tree by their numbers.</summary>
/// <param name="nodes">The numbers of the nodes, as <see cref="ItemTree.GetNode"/> gives them.</param>
/// <param name="scores">Receives the scores; as long as <paramref name="nodes"/>.</param>
internal delegate void NodeScorer(ReadOnlySpan<int> nodes, Span<float> scores);

/// <summary>
/// Finds the leaves of a tree with the highest scores from the root on: of the nodes of a level the best are kept, and of the next level only their
/// children are scored. Levels with no more nodes than are kept need no scores. Nodes with items only that the user has take no place of others.
/// </summary>
internal static class BeamSearch
{
    /// <summary>Scores every item: those found by their leaves; the others below them, the later their path was left the higher.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="width">The number k of nodes that are kept of a level, at least 1.</param>
    /// <param name="seen">The items that the user has, ascending.</param>
    /// <param name="scorer">Scores nodes.</param>
    /// <param name="scores">Receives the scores: [items].</param>
    public static void ScoreAll(ItemTree tree, int width, ReadOnlySpan<int> seen, NodeScorer scorer, Span<float> scores)
    {
        int level = tree.FindLevelAbove(width);
        int capacity = (int)Math.Min(2L * width, tree.ItemCount);
        var indices = ArrayPool<int>.Shared.Rent(4 * capacity);
        var values = ArrayPool<float>.Shared.Rent(2 * capacity);
        var (positions, next) = (indices.AsMemory(0, capacity), indices.AsMemory(capacity, capacity));
        int count = tree.GetCount(level);
        for (int position = 0; position < count; position++)
        {
            positions.Span[position] = position;
        }

        while (true)
        {
            var nodes = indices.AsSpan(2 * capacity, count);
            var found = values.AsSpan(0, count);
            for (int n = 0; n < count; n++)
            {
                nodes[n] = tree.GetNode(level, positions.Span[n]);
            }

            scorer(nodes, found);
            if (level == tree.Depth)
            {
                Place(nodes, found, scores);
                break;
            }

            for (int n = 0; n < count; n++)
            {
                found[n] = IsSeen(tree.GetItems(level, positions.Span[n]), seen) ? float.NegativeInfinity : found[n];
            }

            count = Descend(tree, level, width, positions.Span[..count], found, next.Span, scores, indices.AsSpan(3 * capacity), values.AsSpan(capacity));
            (positions, next) = (next, positions);
            level++;
        }

        ArrayPool<int>.Shared.Return(indices);
        ArrayPool<float>.Shared.Return(values);
    }

    private static bool IsSeen(ReadOnlySpan<int> items, ReadOnlySpan<int> seen)
    {
        foreach (int item in items)
        {
            if (seen.BinarySearch(item) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lists the children of the best nodes. The items under the others get (-levels left, 1 - levels left], by the node's probability.</summary>
    private static int Descend(ItemTree tree, int level, int width, ReadOnlySpan<int> positions, ReadOnlySpan<float> found, Span<int> next, Span<float> scores, Span<int> keptPositions, Span<float> keptScores)
    {
        int kept = Math.Min(width, positions.Length);
        var selector = new TopNSelector(keptPositions[..kept], keptScores[..kept]);
        for (int n = 0; n < positions.Length; n++)
        {
            selector.Add(positions[n], found[n]);
        }

        selector.Complete();
        var (worst, worstPosition) = (keptScores[kept - 1], keptPositions[kept - 1]);
        int count = 0;
        for (int n = 0; n < positions.Length; n++)
        {
            if (found[n] > worst || (found[n] == worst && positions[n] <= worstPosition))
            {
                var (first, end) = tree.GetChildren(level, positions[n]);
                for (int child = first; child < end; child++)
                {
                    next[count++] = child;
                }
            }
            else
            {
                float probability = 1 / (1 + MathF.Exp(-found[n]));
                foreach (int item in tree.GetItems(level, positions[n]))
                {
                    scores[item] = level - tree.Depth + probability;
                }
            }
        }

        return count;
    }

    /// <summary>Gives the items found their scores, and moves all others below.</summary>
    private static void Place(ReadOnlySpan<int> items, ReadOnlySpan<float> found, Span<float> scores)
    {
        float lowest = float.PositiveInfinity;
        foreach (float score in found)
        {
            lowest = Math.Min(lowest, score);
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] += lowest - 1;
        }

        for (int n = 0; n < items.Length; n++)
        {
            scores[items[n]] = found[n];
        }
    }
}
