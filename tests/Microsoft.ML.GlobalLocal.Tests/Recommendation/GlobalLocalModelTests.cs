namespace Microsoft.ML.GlobalLocal.Tests.Recommendation;

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
}
