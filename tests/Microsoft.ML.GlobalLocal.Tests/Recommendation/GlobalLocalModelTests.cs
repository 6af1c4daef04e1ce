namespace Microsoft.ML.GlobalLocal.Tests;

public class GlobalLocalModelTests
{
    [Fact]
    public void An_index_over_a_space_of_no_model_is_refused()
    {
        var interactions = TestData.Random(4, 6, 3, seed: 1);
        var own = TestData.RandomSpace("Own", 4, 6, 2, VectorSimilarity.Product, seed: 2);
        var other = TestData.RandomSpace("Other", 4, 6, 2, VectorSimilarity.Product, seed: 3);
        var exception = Assert.Throws<ArgumentException>(() => new GlobalLocalModel(
            TestData.Ids("user", "u", 4), TestData.Ids("item", "i", 6), interactions, AttentionModel.OfOne(own, interactions), ClusteringTrainer.Train(other, 2, seed: 1)));
        Assert.Contains("'Other'", exception.Message);
    }

    [Fact]
    public void What_was_measured_of_the_index_is_saved_with_it()
    {
        var model = CreateModel(new IndexRecall(0.9f, 0.95f, 0.25f, users: 4, topN: 3));
        var read = Read(Write(model));
        Assert.Equal((0.9f, 0.95f, 0.25f, 4, 3), (read.IndexRecall!.Target, read.IndexRecall.Measured, read.IndexRecall.VisitedShare, read.IndexRecall.Users, read.IndexRecall.TopN));
        Assert.Equal(2, read.Retriever.Clusters);
        Assert.Equal(model.Retriever.Index!.Assignment.ToArray(), read.Retriever.Index!.Assignment.ToArray());
        Assert.Null(Read(Write(CreateModel(null))).IndexRecall);
    }

    [Fact]
    public void A_model_of_version_1_is_read()
    {
        var model = CreateModel(null);
        var stream = new MemoryStream();
        using (var writer = new ModelWriter(stream, GlobalLocalModel.Signature, version: 1))
        {
            writer.WriteStrings(model.Users.Ids);
            writer.WriteStrings(model.Items.Ids);
            InteractionStream.Write(model.Interactions, writer);
            AttentionStream.Write(model.Attention, writer);
            writer.Write(model.Retriever.Index!.Space.Name);
            writer.WriteArray<float>(model.Retriever.Index.Centroids);
            writer.Write(2);
            writer.Complete();
        }

        var read = Read(stream);
        Assert.Equal(2, read.Retriever.Clusters);
        Assert.Null(read.IndexRecall);
        Assert.Equal(model.Retriever.Index.Assignment.ToArray(), read.Retriever.Index!.Assignment.ToArray());
    }

    private static GlobalLocalModel CreateModel(IndexRecall? recall)
    {
        var interactions = TestData.Random(4, 9, 3, seed: 1);
        var space = TestData.RandomSpace("S", 4, 9, 2, VectorSimilarity.Product, seed: 2);
        return new GlobalLocalModel(
            TestData.Ids("user", "u", 4), TestData.Ids("item", "i", 9), interactions, AttentionModel.OfOne(space, interactions), ClusteringTrainer.Train(space, 3, seed: 1), clusters: 2, recall);
    }

    private static MemoryStream Write(GlobalLocalModel model)
    {
        var stream = new MemoryStream();
        model.Write(stream);
        return stream;
    }

    private static GlobalLocalModel Read(MemoryStream stream)
    {
        stream.Position = 0;
        return GlobalLocalModel.Read(stream);
    }
}
