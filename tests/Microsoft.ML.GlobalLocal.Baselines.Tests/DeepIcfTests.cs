using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class DeepIcfTests
{
    [Fact]
    public void A_score_is_the_network_over_the_pooled_products_and_the_bias()
    {
        // Two items of the user, q = (1, 2) and (3, -1), pooled with a = 0.5: (4, 1) / sqrt(2). The third item has p = (0.5, 2).
        float[] histories = [1, 2, 3, -1, 9, 9];
        float[] targets = [0, 0, 1, 1, 0.5f, 2];
        var layers = new DenseNetwork(new DenseLayer(2, [1, 1, 1, -1], [0.1f, 0.2f]), new DenseLayer(2, [2, -3], [0.5f]));
        var folding = new WeightedSumFolding([1, 1, 1], -0.5f);
        var space = new DeepIcfSpace(new SpaceTables("DeepICF", 2, [0, 0], histories, folding), targets, [0, 0, 0.25f], layers);
        var vector = new float[2];
        space.FoldIn([0, 1], vector);
        var scores = new float[3];

        space.ScoreAll(new UserView(vector, [0, 1]), scores);

        double x = 4 / Math.Sqrt(2) * 0.5;
        double y = 1 / Math.Sqrt(2) * 2;
        double expected = 2 * Math.Max(0, x + y + 0.1) - 3 * Math.Max(0, x - y + 0.2) + 0.5 + 0.25;
        Assert.Equal(expected, scores[2], 1e-5);
    }

    [Fact]
    public void In_training_an_item_of_the_user_is_scored_by_the_users_other_items()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        var options = new DeepIcfTrainer.Options { Dimension = 4, HiddenLayers = [5, 3], HistoryExponent = 0.5f, BatchSize = 60 };
        using var network = new DeepIcfNetwork(Blocks.Items, options, new Random(1), CPU);
        var space = network.Export("DeepICF", Blocks.CreateContext());
        var batches = new DeepIcfBatches(Blocks.Train, options, seed: 1);
        batches.Start();
        int pairs = 0;
        while (batches.MoveNext())
        {
            var batch = batches.ToTensors(CPU);
            var logits = network.GetLogits(batches.UserCount, batch.History, batch.HistoryPlaces, batch.Places, batch.Items, batch.Labels, batch.Scales, isPretraining: false).data<float>().ToArray();
            var history = batch.History.data<long>().ToArray();
            var owners = batch.HistoryPlaces.data<long>().ToArray();
            var users = batch.Places.data<long>().ToArray();
            var items = batch.Items.data<long>().ToArray();
            var labels = batch.Labels.data<float>().ToArray();
            for (int n = 0; n < logits.Length; n++)
            {
                int[] own = [.. history.Where((_, place) => owners[place] == users[n]).Select(item => (int)item)];
                Assert.Equal(labels[n] == 1, own.Contains((int)items[n]));
                Assert.Equal(Score(own.Except([(int)items[n]]).ToArray(), (int)items[n]), logits[n], 1e-5f);
            }

            pairs += logits.Length;
        }

        Assert.Equal(Blocks.Train.Count * (1 + options.Negatives), pairs);

        float Score(int[] others, int item)
        {
            var vector = new float[4];
            space.FoldIn(others, vector);
            var score = new float[1];
            space.Score(new UserView(vector, others), [item], score);
            return score[0];
        }
    }

    [Fact]
    public void In_pretraining_a_score_is_the_sum_of_the_products()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        var options = new DeepIcfTrainer.Options { Dimension = 2, HiddenLayers = [3], HistoryExponent = 0.5f };
        using var network = new DeepIcfNetwork(3, options, new Random(1), CPU);

        // The user has items 0 and 1: item 2 is scored by both, item 0 by item 1 alone.
        var logits = network.GetLogits(1, tensor([0L, 1]), tensor([0L, 0]), tensor([0L, 0]), tensor([2L, 0]), tensor([0f, 1], [2, 1]), tensor([MathF.Sqrt(0.5f), 1], [2, 1]), isPretraining: true).data<float>().ToArray();

        // The draws of the network, in its order: the vectors of items that a user has, then those of items that are scored. Biases start at 0.
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 12).Select(_ => (2 * random.NextDouble() - 1) / Math.Sqrt(2))];
        double[] q = values[..6];
        double[] p = values[6..];
        Assert.Equal(((q[0] + q[2]) * p[4] + (q[1] + q[3]) * p[5]) * Math.Sqrt(0.5), logits[0], 1e-5);
        Assert.Equal(q[2] * p[0] + q[3] * p[1], logits[1], 1e-5);
    }

    [Fact]
    public void A_user_is_represented_as_a_new_one_with_the_same_items()
    {
        var space = TestSystems.Get("DeepICF").Train(Blocks.CreateContext(validate: false)).Space;
        var vector = new float[space.Dimension];
        for (int user = 0; user < Blocks.Users; user++)
        {
            space.FoldIn(Blocks.Train.GetItems(user), vector);
            Assert.Equal(space.GetUserVector(user).ToArray(), vector);
        }
    }
}
