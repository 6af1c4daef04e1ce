using TorchSharp;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>The networks of NeuMF, CFNet and BCFNet: what managed code scores is what was trained, and each part counts.</summary>
public class DeepMatchingNetworkTests
{
    private static readonly ProductShape Factorization = new(4, [], Attention: false);

    public static TheoryData<string> Systems => ["NeuMF", "GMF", "MLP", "CFNet", "BCFNet"];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Scores_are_the_logits_of_training(string system)
    {
        TorchBackend.Start();
        using var scope = torch.NewDisposeScope();
        using var network = Create(system);
        var pairs = (from user in Enumerable.Range(0, Blocks.Users) from item in Enumerable.Range(0, Blocks.Items) select new LabelledPair(user, item, Blocks.Train.Contains(user, item))).ToArray();
        var batch = new LabelledBatch(pairs.Length, Blocks.Users, Blocks.Items);
        batch.Fill(pairs);
        for (int step = 0; step < 5; step++)
        {
            network.Train(batch);
        }

        var logits = FeedForwardNetwork.Read(network.ComputeLogits(batch, out _));
        var space = DeepMatchingSpace.Create(system, network, Blocks.Train);
        var scores = new float[Blocks.Items];
        for (int user = 0; user < Blocks.Users; user++)
        {
            space.ScoreAll(space.View(Blocks.Train, user), scores);
            for (int item = 0; item < Blocks.Items; item++)
            {
                Assert.Equal(logits[user * Blocks.Items + item] - network.ReadBias(), scores[item], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("NeuMF", 2)]
    [InlineData("CFNet", 2)]
    [InlineData("BCFNet", 3)]
    public void The_fused_logit_is_the_sum_of_those_of_the_parts(string system, int partCount)
    {
        TorchBackend.Start();
        using var scope = torch.NewDisposeScope();
        var pairs = (from user in Enumerable.Range(0, Blocks.Users) from item in Enumerable.Range(0, Blocks.Items) select new LabelledPair(user, item, Positive: false)).ToArray();
        var batch = new LabelledBatch(pairs.Length, Blocks.Users, Blocks.Items);
        batch.Fill(pairs);
        var shape = CreateShape(system);
        float[] fused = ComputeLogits(shape, new Random(1));

        // Drawn one after the other, the parts have the values that they have in the whole network.
        var random = new Random(1);
        DeepMatchingShape[] parts = [.. shape.Products.Select(product => shape with { Products = [product], Perceptron = null }), shape with { Products = [] }];
        float[][] logits = [.. parts.Select(part => ComputeLogits(part, random))];

        Assert.Equal(partCount, parts.Length);
        Assert.All(logits, part => Assert.True(part.Max() - part.Min() > 0.01));
        Assert.All(fused, (logit, n) => Assert.Equal(logits.Sum(part => part[n]), logit, 1e-4));

        float[] ComputeLogits(DeepMatchingShape of, Random draws)
        {
            using var network = new DeepMatchingNetwork(of, 0.01, 0, draws, torch.CPU);
            return FeedForwardNetwork.Read(network.ComputeLogits(batch, out _));
        }
    }

    [Fact]
    public void A_trained_system_has_all_its_parts()
    {
        // A product part of f units ends with f, a perceptron with its first layer of 2 f, and with attention 3 times its vectors' 2 f.
        Assert.Equal(4 + 8, Train(new NeuMfTrainer(new() { Factors = 4, MaximumEpochs = 1 })));
        Assert.Equal(4, Train(new NeuMfTrainer(new() { Factors = 4, MaximumEpochs = 1, Parts = NeuMfParts.Factorization })));
        Assert.Equal(8, Train(new NeuMfTrainer(new() { Factors = 4, MaximumEpochs = 1, Parts = NeuMfParts.Perceptron })));
        Assert.Equal(4 + 8, Train(new CFNetTrainer(new() { Factors = 4, MaximumEpochs = 1 })));
        Assert.Equal(4 + 4 + 8 + 3 * 8, Train(new BcfNetTrainer(new() { Factors = 4, MaximumEpochs = 1 })));

        static int Train(BaselineTrainer trainer) => trainer.Train(Blocks.CreateContext(validate: false)).Space.Dimension;
    }

    [Fact]
    public void Attention_is_a_softmax_over_the_units_of_both_vectors()
    {
        // P = 1, H = 1, d = 1: [product, share, vector, two logits]. The softmax of (0 + 0, ln 3 + 0) is (1/4, 3/4).
        var attended = new DenseLayer(2, [8, 4], [0.5f]);
        var scorer = new MatchingScorer(1, new DenseNetwork(new DenseLayer(1, [10], [7])), attended);
        float[] user = [2, 1, 3, 0, MathF.Log(3)];
        float[] item = [5, -2, 6, 0, 0];
        var score = new float[1];

        scorer.Score(user, item, 1, score);

        // 2 * 5 + 10 * relu(1 - 2 + 8 * 3/4 + 4 * 6 * 3/4 + 0.5) + 7.
        Assert.Equal(10 + 10 * (1 - 2 + 6 + 18 + 0.5) + 7, score[0], 1e-3);
    }

    [Fact]
    public void A_row_is_the_sum_of_its_units_over_the_square_root_of_their_number()
    {
        TorchBackend.Start();
        using var scope = torch.NewDisposeScope();
        var layer = new SparseLayer(InteractionMatrix.FromPairs([0, 0, 2], [0, 2, 1], 3, 3), 2, new Random(1), torch.CPU);
        var weights = FeedForwardNetwork.Read(layer.Weights);

        var outputs = FeedForwardNetwork.Read(layer.Apply([2, 0, 1]));

        Assert.Equal([weights[2], weights[3]], outputs[..2]);
        Assert.Equal((weights[0] + weights[4]) / Math.Sqrt(2), outputs[2], 1e-6);
        Assert.Equal((weights[1] + weights[5]) / Math.Sqrt(2), outputs[3], 1e-6);
        Assert.Equal([0, 0], outputs[4..]);
    }

    [Fact]
    public void An_embedding_has_the_gradients_of_all_rows_that_it_is_in()
    {
        TorchBackend.Start();
        using var scope = torch.NewDisposeScope();
        var layer = new SparseLayer(InteractionMatrix.FromPairs([0, 0, 1, 2], [0, 2, 2, 1], 3, 4), 2, new Random(1), torch.CPU);

        // The gradient of the outputs is 1, 2 in the first row and 3, 4 in the second.
        (layer.Apply([0, 1]) * torch.tensor([1f, 2, 3, 4], [2, 2])).sum().backward();
        layer.CarryBack();

        float[] expected = [1 / MathF.Sqrt(2), 2 / MathF.Sqrt(2), 0, 0, 1 / MathF.Sqrt(2) + 3, 2 / MathF.Sqrt(2) + 4, 0, 0];
        Assert.All(FeedForwardNetwork.Read(layer.Weights.grad!), (gradient, n) => Assert.Equal(expected[n], gradient, 1e-6));
    }

    [Fact]
    public void An_epoch_has_every_interaction_and_its_negatives()
    {
        var sampler = new InteractionPairSampler(Blocks.Train, 3, seed: 1);
        var pairs = new LabelledPair[sampler.MaximumCount];

        Assert.Equal(4 * Blocks.Train.Count, sampler.Sample(pairs));

        Assert.All(pairs, pair => Assert.Equal(Blocks.Train.Contains(pair.User, pair.Item), pair.Positive));
        Assert.Equal(Blocks.Train.Count, pairs.Where(pair => pair.Positive).Distinct().Count());
        Assert.All(pairs.GroupBy(pair => pair.User), user => Assert.Equal(3 * user.Count(pair => pair.Positive), user.Count(pair => !pair.Positive)));
    }

    private static DeepMatchingNetwork Create(string system) => new(CreateShape(system), 0.01, 0, new Random(1), torch.CPU);

    private static DeepMatchingShape CreateShape(string system)
    {
        var (userIds, itemIds) = (SparseLayer.CreateOneHotRows(Blocks.Users), SparseLayer.CreateOneHotRows(Blocks.Items));
        var (userRows, itemRows) = (Blocks.Train, Blocks.Train.Transposed);
        return system switch
        {
            "NeuMF" => new DeepMatchingShape(userIds, itemIds, [Factorization], new PerceptronShape(8, [8, 4], Attention: false)),
            "GMF" => new DeepMatchingShape(userIds, itemIds, [Factorization], null),
            "MLP" => new DeepMatchingShape(userIds, itemIds, [], new PerceptronShape(8, [8, 4], Attention: false)),
            "CFNet" => new DeepMatchingShape(userRows, itemRows, [new ProductShape(8, [16], Attention: false)], new PerceptronShape(8, [8, 4], Attention: false)),
            _ => new DeepMatchingShape(userRows, itemRows, [Factorization, new ProductShape(8, [16], Attention: true)], new PerceptronShape(8, [8, 4], Attention: true)),
        };
    }
}
