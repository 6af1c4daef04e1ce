using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class RepresentationNetworkTests
{
    private static readonly RepresentationNetworkTrainer.Options Small = new() { EmbeddingDimension = 4, HiddenLayers = [5], Dimension = 3, LearningRate = 0.01 };

    public RepresentationNetworkTests() => TorchBackend.Start();

    [Fact]
    public void Representations_have_length_one()
    {
        using var scope = NewDisposeScope();
        using var network = new RepresentationNetwork(7, 9, Small, new Random(1), CPU);
        var users = network.Users.RepresentAll();
        var items = network.Items.RepresentAll();
        Assert.Equal((21, 27), (users.Length, items.Length));
        Assert.All(users.Chunk(3).Concat(items.Chunk(3)), vector => Assert.Equal(1, vector.Sum(value => value * value), 1e-5f));
    }

    [Theory]
    [InlineData(TripletLoss.Product)]
    [InlineData(TripletLoss.Distance)]
    public void A_batch_lowers_its_loss(TripletLoss loss)
    {
        using var scope = NewDisposeScope();
        using var network = new RepresentationNetwork(3, 4, Small with { Loss = loss }, new Random(1), CPU);
        var batch = new TripletBatch(4, 3, 4);
        batch.Fill([new(0, 1, 2), new(1, 3, 0), new(2, 2, 1), new(0, 0, 3)]);
        network.Train(batch);
        double first = network.ReadLoss();
        network.Train(batch);
        Assert.True(network.ReadLoss() < first);
    }

    [Fact]
    public void A_batch_leaves_the_embeddings_of_others_alone()
    {
        using var scope = NewDisposeScope();
        using var network = new RepresentationNetwork(3, 4, Small, new Random(1), CPU);
        var before = network.Items.Embeddings.ToArray();
        var batch = new TripletBatch(1, 3, 4);
        batch.Fill([new(0, 1, 2)]);
        network.Train(batch);
        var after = network.Items.Embeddings.ToArray();
        Assert.Equal(before[..4], after[..4]);
        Assert.NotEqual(before[4..8], after[4..8]);
        Assert.NotEqual(before[8..12], after[8..12]);
        Assert.Equal(before[12..], after[12..]);
    }

    // One dimension that fills vectors of any width, one that fills none, and one with a rest.
    [Theory]
    [InlineData(512, 64, 0.01)]
    [InlineData(4096, 2, 0.01)]
    [InlineData(4096, 19, 0)]
    public void Embedding_steps_are_those_of_adam(int batchSize, int dimension, double regularization)
    {
        var decay = AdamDecay.OfBatch(batchSize);
        using var scope = NewDisposeScope();
        var random = new Random(1);
        float[] start = [.. Enumerable.Range(0, 2 * dimension).Select(_ => (float)(4 * random.NextDouble() - 2))];
        var table = new EmbeddingTable([.. start], dimension, decay);
        var parameter = new global::TorchSharp.Modules.Parameter(tensor(start, [2, dimension]));
        using var adam = optim.Adam([parameter], lr: 0.1, beta1: decay.Mean, beta2: decay.Variance, weight_decay: regularization);
        long[] ids = [0, 1];
        for (int step = 0; step < 3; step++)
        {
            var rows = table.Select(ids).requires_grad_();
            rows.pow(3).sum().backward();
            table.Update(ids, rows, 0.1, regularization);
            adam.zero_grad();
            parameter.pow(3).sum().backward();
            adam.step();
        }

        var expected = parameter.detach().data<float>().ToArray();
        Assert.All(expected.Zip(table.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Means_forget_as_much_per_triplet_in_larger_batches()
    {
        Assert.Equal(new AdamDecay(0.9, 0.999), AdamDecay.OfBatch(512));
        Assert.Equal(AdamDecay.Usual, AdamDecay.OfBatch(1));
        var twice = AdamDecay.OfBatch(1024);
        Assert.Equal(0.81, twice.Mean, 1e-12);
        Assert.Equal(0.998001, twice.Variance, 1e-12);
    }
}
