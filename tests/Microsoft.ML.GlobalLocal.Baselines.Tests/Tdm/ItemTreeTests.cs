using CsCheck;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class ItemTreeTests
{
    private static readonly Gen<ItemTree> Trees = Gen.Select(Gen.Int[1, 300], Gen.Int[0, 1000], (count, seed) =>
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        return new ItemTree(order);
    });

    [Fact]
    public void Every_item_is_one_leaf_and_depths_differ_by_one_at_most() => Trees.Sample(tree =>
    {
        // The depth of a node's leaves, counted from the root along its children.
        var depths = new List<(int Item, int Depth)>();
        Descend(0, 0, 0);
        Assert.Equal(Enumerable.Range(0, tree.ItemCount), depths.Select(leaf => leaf.Item).Order());
        Assert.InRange(depths.Max(leaf => leaf.Depth) - depths.Min(leaf => leaf.Depth), 0, 1);

        void Descend(int level, int position, int depth)
        {
            if (tree.GetItems(level, position).Length == 1)
            {
                depths.Add((tree.GetNode(level, position), depth));
                return;
            }

            var (first, end) = tree.GetChildren(level, position);
            Assert.Equal(2, end - first);
            Descend(level + 1, first, depth + 1);
            Descend(level + 1, first + 1, depth + 1);
        }
    });

    [Fact]
    public void The_items_of_a_node_are_those_of_its_children_which_differ_by_one_at_most() => Trees.Sample(tree =>
    {
        for (int level = 0; level < tree.Depth; level++)
        {
            for (int position = 0; position < tree.GetCount(level); position++)
            {
                var (first, end) = tree.GetChildren(level, position);
                int[][] children = [.. Enumerable.Range(first, end - first).Select(child => tree.GetItems(level + 1, child).ToArray())];
                Assert.Equal(tree.GetItems(level, position).ToArray(), children.SelectMany(items => items));
                Assert.InRange(children.Max(items => items.Length) - children.Min(items => items.Length), 0, 1);
            }
        }
    });

    [Fact]
    public void The_node_on_the_path_to_an_item_is_the_one_above_it() => Trees.Sample(tree =>
    {
        for (int level = 0; level <= tree.Depth; level++)
        {
            for (int item = 0; item < tree.ItemCount; item++)
            {
                Assert.True(tree.GetItems(level, tree.FindPosition(item, level)).Contains(item));
            }
        }
    });

    [Fact]
    public void Every_node_has_a_number_of_its_own_and_a_leaf_that_of_its_item() => Trees.Sample(tree =>
    {
        var nodes = (from level in Enumerable.Range(0, tree.Depth + 1)
                     from position in Enumerable.Range(0, tree.GetCount(level))
                     select (Node: tree.GetNode(level, position), Items: string.Join(' ', tree.GetItems(level, position).ToArray()))).Distinct().ToArray();
        Assert.Equal(Enumerable.Range(0, tree.NodeCount), nodes.Select(node => node.Node).Order());
        Assert.All(nodes.Where(node => node.Node < tree.ItemCount), node => Assert.Equal($"{node.Node}", node.Items));
    });

    [Fact]
    public void A_node_starts_with_the_mean_vector_of_its_items() => Trees.Sample(tree =>
    {
        float[] items = [.. Enumerable.Range(0, 2 * tree.ItemCount).Select(n => (n * 37 % 11) - 5f)];
        var vectors = tree.AverageNodes(items, 2);
        for (int level = 0; level <= tree.Depth; level++)
        {
            for (int position = 0; position < tree.GetCount(level); position++)
            {
                var own = tree.GetItems(level, position).ToArray();
                int node = tree.GetNode(level, position);
                Assert.Equal(own.Average(item => items[2 * item]), vectors[2 * node], 1e-4);
                Assert.Equal(own.Average(item => items[2 * item + 1]), vectors[2 * node + 1], 1e-4);
            }
        }
    });

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 3)]
    [InlineData(-1, 0)]
    public void An_order_that_lacks_an_item_is_refused(params int[] order) =>
        Assert.Contains("must be one leaf", Assert.Throws<ArgumentException>(() => new ItemTree(order)).Message);

    [Fact]
    public void A_tree_without_items_is_refused() => Assert.Throws<ArgumentException>(() => new ItemTree([]));
}
