using CsCheck;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class BeamSearchTests
{
    // Level 2, from the left: (6 2) (4 0) (1 7) (5 3).
    private static readonly ItemTree Tree = new([6, 2, 4, 0, 1, 7, 5, 3]);

    [Fact]
    public void Finds_the_leaves_under_the_best_nodes_of_each_level()
    {
        // Item 5 has the best leaf of all, but lies under the worst node of level 2, of which a beam of 2 keeps the two in the middle.
        var scores = Search(2, new()
        {
            [(2, 0)] = 1,
            [(2, 1)] = 3,
            [(2, 2)] = 2,
            [(2, 3)] = -1,
            [(3, 2)] = 0.5f,
            [(3, 3)] = 4,
            [(3, 4)] = 2,
            [(3, 5)] = 1,
            [(3, 6)] = 9,
        });

        Assert.Equal([4, 0.5f, 2, 1], [scores[0], scores[4], scores[1], scores[7]]);
        int[] best = [.. Enumerable.Range(0, 8).OrderByDescending(item => scores[item]).ThenBy(item => item)];
        Assert.Equal([0, 1, 7, 4, 2, 6, 3, 5], best);
    }

    [Fact]
    public void What_is_left_later_ranks_above_what_was_left_earlier()
    {
        // With a beam of 1, the right half is left at level 1 with a high score, (6 2) at level 2 with a low one.
        var scores = Search(1, new() { [(1, 0)] = 6, [(1, 1)] = 5, [(2, 0)] = -7, [(2, 1)] = -6, [(3, 2)] = -3, [(3, 3)] = -2 });

        Assert.Equal([-2, -3], [scores[0], scores[4]]);
        Assert.True(scores[4] > scores[6]);
        Assert.Equal(scores[6], scores[2]);
        Assert.True(scores[2] > scores[1]);
        Assert.All([1, 7, 5, 3], item => Assert.Equal(scores[1], scores[item]));
    }

    [Fact]
    public void Of_equal_nodes_the_first_is_kept()
    {
        var scores = Search(1, []);
        Assert.Equal([2, 6], Enumerable.Range(0, 8).Where(item => scores[item] == 0));
    }

    [Fact]
    public void A_node_whose_items_the_user_has_takes_no_place_of_another()
    {
        Dictionary<(int, int), float> values = new() { [(2, 0)] = 1, [(2, 1)] = 3, [(2, 2)] = 2, [(3, 0)] = 1, [(3, 1)] = 2, [(3, 4)] = 4, [(3, 5)] = 3 };
        Assert.Equal([1, 7, 2, 6], GetBest([0, 4]));

        // With one of its items left it does.
        Assert.Equal([0, 1, 4, 7], GetBest([0]).Order());
        Assert.All(Search(2, values, [0, 1, 2, 3, 4, 5, 6, 7]), score => Assert.True(float.IsFinite(score)));

        int[] GetBest(int[] seen)
        {
            var scores = Search(2, values, seen);
            return [.. Enumerable.Range(0, 8).OrderByDescending(item => scores[item]).Take(4)];
        }
    }

    [Fact]
    public void A_beam_as_wide_as_the_last_level_but_one_is_brute_force() => Gen.Select(Gen.Int[1, 200], Gen.Int[0, 1000], Gen.Int[0, 5]).Sample((count, seed, more) =>
    {
        var (tree, values) = Create(count, seed);
        var scores = new float[count];

        BeamSearch.ScoreAll(tree, tree.GetCount(Math.Max(0, tree.Depth - 1)) + more, [], Score, scores);

        Assert.Equal(values[..count], scores);

        void Score(ReadOnlySpan<int> nodes, Span<float> found) => Read(values, nodes, found);
    });

    [Fact]
    public void The_search_keeps_as_many_nodes_of_a_level_as_the_beam_is_wide() => Gen.Select(Gen.Int[1, 200], Gen.Int[0, 1000], Gen.Int[1, 30]).Sample((count, seed, width) =>
    {
        var (tree, values) = Create(count, seed);
        var scores = new float[count];

        BeamSearch.ScoreAll(tree, width, [], (nodes, found) => Read(values, nodes, found), scores);

        // The same by its definition: the nodes of a level under those kept of the level above, ranked.
        int[] kept = [0];
        for (int level = 0; level < tree.Depth; level++)
        {
            kept = [.. kept.OrderByDescending(position => values[tree.GetNode(level, position)]).ThenBy(position => position).Take(width)];
            kept = [.. kept.Order().SelectMany(position => Enumerable.Range(tree.GetChildren(level, position).First, tree.GetChildren(level, position).End - tree.GetChildren(level, position).First))];
        }

        int[] found = [.. kept.Select(place => tree.Order[place])];
        int[] others = [.. Enumerable.Range(0, count).Except(found)];
        Assert.All(found, item => Assert.Equal(values[item], scores[item]));
        Assert.All(others, item => Assert.True(scores[item] <= found.Min(other => scores[other]) - 1));
    });

    private static float[] Search(int width, Dictionary<(int Level, int Position), float> values, int[]? seen = null)
    {
        var byNode = values.ToDictionary(pair => Tree.GetNode(pair.Key.Level, pair.Key.Position), pair => pair.Value);
        var scores = new float[8];
        BeamSearch.ScoreAll(Tree, width, seen ?? [], (nodes, found) =>
        {
            for (int n = 0; n < nodes.Length; n++)
            {
                found[n] = byNode.GetValueOrDefault(nodes[n]);
            }
        }, scores);
        return scores;
    }

    private static (ItemTree Tree, float[] Values) Create(int count, int seed)
    {
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        var tree = new ItemTree(order);
        return (tree, [.. Enumerable.Range(0, tree.NodeCount).Select(_ => 6 * random.NextSingle() - 3)]);
    }

    private static void Read(float[] values, ReadOnlySpan<int> nodes, Span<float> found)
    {
        for (int n = 0; n < nodes.Length; n++)
        {
            found[n] = values[nodes[n]];
        }
    }
}
