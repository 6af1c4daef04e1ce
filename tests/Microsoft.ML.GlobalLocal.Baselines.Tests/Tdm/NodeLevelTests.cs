namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class NodeLevelTests
{
    private static readonly ItemTree Tree = CreateTree();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void A_user_likes_a_node_if_and_only_if_it_likes_one_of_its_children(int beam)
    {
        var levels = NodeLevel.Create(Tree, RandomInteractions.Matrix, beam, negatives: 4);
        int first = Tree.FindLevelAbove(beam);
        Assert.Equal(Tree.Depth - first + 1, levels.Length);
        for (int user = 0; user < RandomInteractions.Users; user++)
        {
            Assert.Equal(RandomInteractions.Matrix.GetItems(user).ToArray(), levels[^1].Liked.GetItems(user).ToArray().Select(place => Tree.Order[place]).Order());
            for (int level = first; level < Tree.Depth; level++)
            {
                for (int position = 0; position < Tree.GetCount(level); position++)
                {
                    var (child, end) = Tree.GetChildren(level, position);
                    bool likesChild = Enumerable.Range(child, end - child).Any(other => levels[level + 1 - first].Liked.Contains(user, other));
                    Assert.Equal(likesChild, levels[level - first].Liked.Contains(user, position));
                }
            }
        }
    }

    [Fact]
    public void A_negative_is_a_node_of_the_level_that_is_on_no_path_to_an_item_of_the_user()
    {
        var random = new Random(1);
        var levels = NodeLevel.Create(Tree, RandomInteractions.Matrix, beam: 1, negatives: 4);
        int draws = 0;
        for (int level = 1; level <= Tree.Depth; level++)
        {
            var current = levels[level - 1];
            int[] nodes = [.. Enumerable.Range(0, Tree.GetCount(level)).Select(position => Tree.GetNode(level, position))];
            for (int user = 0; user < RandomInteractions.Users; user++)
            {
                int[] path = [.. RandomInteractions.Matrix.GetItems(user).ToArray().Select(current.GetPathNode)];
                Assert.Equal(nodes.Except(path).Any(), current.HasNegatives(user));
                if (current.HasNegatives(user))
                {
                    int[] drawn = [.. Enumerable.Range(0, 300).Select(_ => current.DrawNegative(user, random)).Distinct()];
                    Assert.Equal(nodes.Except(path).Order(), drawn.Order());
                    draws++;
                }
            }
        }

        Assert.InRange(draws, RandomInteractions.Users, RandomInteractions.Users * Tree.Depth - 1);
    }

    [Fact]
    public void Deeper_levels_have_more_negatives()
    {
        var levels = NodeLevel.Create(Tree, RandomInteractions.Matrix, beam: 1, negatives: 10);
        Assert.Equal([2, 4, 6, 8, 10], levels.Select(level => level.Negatives));
    }

    private static ItemTree CreateTree()
    {
        int[] order = [.. Enumerable.Range(0, RandomInteractions.Items)];
        new Random(5).Shuffle(order);
        return new ItemTree(order);
    }
}
