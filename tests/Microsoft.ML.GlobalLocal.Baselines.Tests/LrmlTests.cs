using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class LrmlTests
{
    private static readonly LrmlTrainer.Options Options = new() { Dimension = 3, Memories = 2, Margin = 0.5f };

    [Fact]
    public void A_score_is_the_distance_translated_by_what_the_memory_gives_for_the_pair()
    {
        // One user p = (1, 2), one item q = (3, -1): p * q = (3, -2); keys (1, 1), (0, -1): products 1, 2.
        float[] keys = [1, 1, 0, -1];
        float[] memories = [0.5f, 0, -1, 2];
        var space = new LrmlSpace(new SpaceTables("LRML", 2, [1, 2], [3, -1]), keys, memories);
        var score = new float[1];

        space.ScoreAll(new UserView([1, 2], []), score);

        double first = 1 / (1 + Math.E);
        double second = 1 - first;
        double x = 1 + first * 0.5 - second - 3;
        double y = 2 + second * 2 + 1;
        Assert.Equal(-(x * x + y * y), score[0], 1e-4);
    }

    [Fact]
    public void Scores_of_many_items_are_those_of_the_formula_one_by_one()
    {
        const int Dimension = 5;
        const int Memories = 3;
        const int Items = 300;
        var random = new Random(1);
        var (user, items, keys, memories) = (Draw(1), Draw(Items), Draw(Memories), Draw(Memories));
        var space = new LrmlSpace(new SpaceTables("LRML", Dimension, user, items), keys, memories);
        var scores = new float[Items];
        int[] some = [299, 0, 131, 64];
        var scoresOfSome = new float[some.Length];

        space.ScoreAll(new UserView(user, []), scores);
        space.Score(new UserView(user, []), some, scoresOfSome);

        Assert.All(scores, (score, item) => Assert.Equal(Compute(item), score, 1e-4));
        Assert.All(scoresOfSome, (score, n) => Assert.Equal(scores[some[n]], score, 1e-5));

        float[] Draw(int count) => [.. Enumerable.Range(0, count * Dimension).Select(_ => 2 * random.NextSingle() - 1)];

        double Compute(int item)
        {
            var vector = items.AsSpan(item * Dimension, Dimension).ToArray();
            double[] shares = [.. Enumerable.Range(0, Memories).Select(row => Math.Exp(Enumerable.Range(0, Dimension).Sum(k => (double)keys[row * Dimension + k] * user[k] * vector[k])))];
            return -Enumerable.Range(0, Dimension).Sum(k =>
                Math.Pow(user[k] + Enumerable.Range(0, Memories).Sum(row => shares[row] / shares.Sum() * memories[row * Dimension + k]) - vector[k], 2));
        }
    }

    [Fact]
    public void Both_distances_of_a_triplet_take_the_relation_of_its_positive_pair()
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        using var network = new LrmlNetwork(4, 5, Options, new Random(1), CPU);
        var space = network.Export("LRML");
        var (keys, memories) = (space.Keys, space.Memories);
        for (int n = 0; n < 4; n++)
        {
            var user = space.GetUserVector(n).ToArray();
            var positive = space.GetItemVector(n).ToArray();
            var negative = space.GetItemVector(n + 1).ToArray();

            float loss = network.GetLosses(Row(user), Row(positive), Row(negative)).item<float>();

            double[] logits = [.. Enumerable.Range(0, 2).Select(row => Enumerable.Range(0, 3).Sum(k => (double)keys[row * 3 + k] * user[k] * positive[k]))];
            double total = logits.Sum(Math.Exp);
            double[] translated = [.. Enumerable.Range(0, 3).Select(k => user[k] + Enumerable.Range(0, 2).Sum(row => Math.Exp(logits[row]) / total * memories[row * 3 + k]))];
            double expected = Math.Max(0, 0.5 + Distance(positive) - Distance(negative));
            Assert.Equal(expected, loss, 1e-5);

            double Distance(float[] item) => Enumerable.Range(0, 3).Sum(k => (translated[k] - item[k]) * (translated[k] - item[k]));
        }

        Tensor Row(float[] vector) => tensor(vector, [1, 3]);
    }

    [Fact]
    public void No_vector_leaves_the_ball()
    {
        var trainer = new LrmlTrainer(Options with { LearningRate = 1, MaximumEpochs = 5 });
        var space = trainer.Train(Blocks.CreateContext(validate: false)).Space;
        double[] norms =
        [
            .. from user in Enumerable.Range(0, Blocks.Users) select Norm(space.GetUserVector(user)),
            .. from item in Enumerable.Range(0, Blocks.Items) select Norm(space.GetItemVector(item)),
        ];
        Assert.All(norms, norm => Assert.True(norm <= 1 + 1e-5));
        Assert.Contains(norms, norm => norm > 1 - 1e-5);

        static double Norm(ReadOnlySpan<float> vector) => Math.Sqrt(vector.ToArray().Sum(x => (double)x * x));
    }
}
