using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class TdmTests
{
    private static readonly TdmTrainer.Options Options = new() { Dimension = 3, HiddenLayers = [4], Beam = 2, HistoryLimit = 100, Negatives = 5, BatchSize = 50 };

    [Fact]
    public void A_node_is_scored_by_its_attention_over_the_users_items()
    {
        // Items 0, 1, 2 with the vectors (1, 0), (0, 2), (1, 1); the user has the first two. A = [2 0; 0 1].
        float[] items = [1, 0, 0, 2, 1, 1];
        var layers = new DenseNetwork(new DenseLayer(6, [1, 2, 3, 4, 5, 6, -1, 0, 1, 0, 1, 0], [0.5f, 0.25f]), new DenseLayer(2, [1, -2], [0.1f]));
        var space = new TdmSpace(new SpaceTables("TDM", 2, [0, 0], items), new ItemTree([2, 0, 1]), [7, 7, 8, 8], [2, 0, 0, 1], layers, beam: 3);
        var scores = new float[3];

        space.ScoreAll(new UserView([0, 0], [0, 1]), scores);

        // A e = (2, 1): products of 2 and 2 with the items, so the weights are equal, and p = (0.5, 1).
        double first = 0.5 + 2 * 1 + 3 * 1 + 4 * 1 + 5 * 0.5 + 6 * 1 + 0.5;
        double second = -0.5 + 1 + 0.5 + 0.25;
        Assert.Equal(first - 2 * second + 0.1, scores[2], 1e-4);

        // For the second item, A e = (0, 2): products of 0 and 4.
        double weight = 1 / (1 + Math.Exp(4));
        double x = weight;
        double y = 2 * (1 - weight);
        Assert.Equal(x + 2 * y + 4 * 2 + 6 * 2 * y + 0.5 - 2 * Math.Max(0, 0.25 - x) + 0.1, scores[1], 1e-4);
    }

    [Fact]
    public void In_training_a_node_is_scored_by_the_users_items_but_the_one_of_the_interaction()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        var tree = new ItemTree([.. Enumerable.Range(0, Blocks.Items)]);
        var levels = NodeLevel.Create(tree, Blocks.Train, Options.Beam, Options.Negatives);
        var random = new Random(1);
        float[] vectors = [.. Enumerable.Range(0, Blocks.Items * 3).Select(_ => random.NextSingle() - 0.5f)];
        using var network = new TdmNetwork(tree, vectors, Options, random, CPU);
        var batches = new TdmBatches(Blocks.Train, levels, Options, seed: 1);
        batches.Start();
        Assert.True(batches.MoveNext());
        network.Train(batches);
        Assert.True(batches.MoveNext());

        var space = network.Export("TDM", Blocks.CreateContext());
        var batch = batches.ToTensors(CPU);
        var logits = network.GetLogits(batch.History, batch.HistoryMask, batch.Nodes).data<float>().ToArray();
        var history = batch.History.data<long>().ToArray();
        var mask = batch.HistoryMask.data<float>().ToArray();
        var nodes = batch.Nodes.data<long>().ToArray();
        int limit = history.Length / batches.Count;
        for (int n = 0; n < batches.Count; n++)
        {
            // The last level's path node is the item itself.
            int item = (int)nodes[(n + 1) * batches.NodesPerPair - 1 - levels[^1].Negatives];
            int[] others = [.. Enumerable.Range(n * limit, limit).Where(place => mask[place] == 1).Select(place => (int)history[place])];
            int[] user = [.. others.Append(item).Order()];
            Assert.Contains(Enumerable.Range(0, Blocks.Users), candidate => Blocks.Train.GetItems(candidate).SequenceEqual(user));

            float[] owned = [.. others.SelectMany(other => space.GetItemVector(other).ToArray())];
            int[] own = [.. Enumerable.Range(n * batches.NodesPerPair, batches.NodesPerPair).Select(place => (int)nodes[place])];
            var scores = new float[own.Length];
            space.ScoreNodes(owned, own, scores);
            Assert.All(own, (_, place) => Assert.Equal(scores[place], logits[n * batches.NodesPerPair + place], 1e-4f));
        }
    }

    [Fact]
    public void The_path_to_the_item_is_positive_at_every_level_and_the_rest_negative()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        int[] order = [.. Enumerable.Range(0, Blocks.Items)];
        new Random(2).Shuffle(order);
        var tree = new ItemTree(order);
        var levels = NodeLevel.Create(tree, Blocks.Train, Options.Beam, Options.Negatives);
        var batches = new TdmBatches(Blocks.Train, levels, Options with { BatchSize = 1000 }, seed: 1);
        batches.Start();
        Assert.True(batches.MoveNext());
        Assert.Equal(Blocks.Train.Count, batches.Count);
        var batch = batches.ToTensors(CPU);
        var nodes = batch.Nodes.data<long>().ToArray();
        var labels = batch.Labels.data<float>().ToArray();
        var weights = batch.Weights.data<float>().ToArray();
        var items = new List<int>();
        for (int n = 0; n < batches.Count; n++)
        {
            int item = (int)nodes[(n + 1) * batches.NodesPerPair - 1 - levels[^1].Negatives];
            items.Add(item);
            int place = n * batches.NodesPerPair;
            foreach (var level in levels)
            {
                Assert.Equal(level.GetPathNode(item), nodes[place]);
                Assert.Equal([1, .. Enumerable.Repeat(0f, level.Negatives)], labels[place..(place + 1 + level.Negatives)]);
                Assert.True(weights[place] == 0 || !nodes[(place + 1)..(place + 1 + level.Negatives)].Contains(nodes[place]));
                place += 1 + level.Negatives;
            }
        }

        Assert.Equal(Enumerable.Range(0, Blocks.Items).Select(Blocks.Train.Transposed.GetCount), Enumerable.Range(0, Blocks.Items).Select(item => items.Count(other => other == item)));
        Assert.False(batches.MoveNext());
    }

    [Fact]
    public void Another_tree_keeps_the_items_and_starts_its_inner_nodes_with_their_means()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        float[] vectors = [.. Enumerable.Range(0, 24).Select(n => n * n % 7f)];
        using var network = new TdmNetwork(new ItemTree([0, 1, 2, 3, 4, 5, 6, 7]), vectors, Options, new Random(1), CPU);
        var tree = new ItemTree([7, 5, 3, 1, 0, 2, 4, 6]);

        network.Replant(tree);

        Assert.Equal(vectors, network.GetItemVectors());
        Assert.Equal(tree.AverageNodes(vectors, 3), network.GetNodeVectors());
    }

    [Fact]
    public void A_wider_beam_finds_what_a_narrow_one_leaves()
    {
        // All leaves are scored by the second unit of their vectors; the inner nodes are all the same.
        float[] items = [.. Enumerable.Range(0, 16).SelectMany(item => new[] { 0, (float)item })];
        var layers = new DenseNetwork(new DenseLayer(6, [0, 0, 0, 1, 0, 0], [0]));
        int[] order = [.. Enumerable.Range(0, 16)];
        Assert.Equal([1, 0], Find(beam: 1)[..2]);
        Assert.Equal([3, 2, 1, 0], Find(beam: 2)[..4]);
        Assert.Equal(Enumerable.Range(0, 16).Reverse(), Find(beam: 8));

        int[] Find(int beam)
        {
            var space = new TdmSpace(new SpaceTables("TDM", 2, [0, 0], items), new ItemTree(order), new float[30], [0, 0, 0, 0], layers, beam);
            var scores = new float[16];
            space.ScoreAll(new UserView([0, 0], []), scores);
            return [.. order.OrderByDescending(item => scores[item])];
        }
    }

    [Fact]
    public void Learning_the_tree_again_changes_it_and_none_is_learned_where_none_is_asked_for()
    {
        var first = Train(0);
        Assert.Equal(first, Train(0));
        Assert.NotEqual(first, Train(1));
        Assert.NotEqual(Train(1), Train(2));

        static float[] Train(int trees)
        {
            var space = new TdmTrainer(Options with { LearnedTrees = trees, EpochsPerTree = 1, MaximumEpochs = 1 }).Train(Blocks.CreateContext(validate: false)).Space;
            var scores = new float[Blocks.Items];
            space.ScoreAll(space.View(Blocks.Train, 0), scores);
            return scores;
        }
    }

    [Fact]
    public void A_space_whose_parts_do_not_fit_is_refused()
    {
        var layers = new DenseNetwork(new DenseLayer(6, new float[6], [0]));
        var tables = new SpaceTables("TDM", 2, [0, 0], new float[6]);
        Assert.Contains("do not fit 3 items", Assert.Throws<ArgumentException>(() => new TdmSpace(tables, new ItemTree([0, 1]), new float[4], new float[4], layers, 1)).Message);
        Assert.Contains("do not fit 3 items", Assert.Throws<ArgumentException>(() => new TdmSpace(tables, new ItemTree([0, 1, 2]), new float[2], new float[4], layers, 1)).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new TdmSpace(tables, new ItemTree([0, 1, 2]), new float[4], [0, 0, 0, float.NaN], layers, 1)).Message);
    }

    [Fact]
    public void Refuses_data_without_a_negative_item()
    {
        var all = InteractionMatrix.FromPairs([0, 0], [0, 1], 1, 2);
        Assert.Contains("no negative item", new TdmTrainer().GetObstacle(all));
        Assert.Null(new TdmTrainer().GetObstacle(Blocks.Train));
    }
}
