namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class AttentionEstimatorTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly IDataView Data = TestInput.Keyed(Context, Blocks.Train);

    [Theory]
    [InlineData("GAD", TripletLoss.Distance, "GD", "GP")]
    [InlineData("GAP", TripletLoss.Product, "GD", "GP")]
    [InlineData("LAD", TripletLoss.Distance, "LD", "LP")]
    [InlineData("LAP", TripletLoss.Product, "LD", "LP")]
    [InlineData("AD", TripletLoss.Distance, "GD", "GP", "LD", "LP")]
    [InlineData("AP", TripletLoss.Product, "GD", "GP", "LD", "LP")]
    public void The_papers_fusions_are_trained(string name, TripletLoss loss, params string[] spaces)
    {
        var estimator = Context.GlobalLocal().Attention(
            [.. spaces.Select(CreateSpace)], new AttentionEstimator.Options { TripletAttention = new() { Loss = loss, MaximumEpochs = 2 }, TopN = 2, Threads = 1, BlendedVectors = true });
        var model = estimator.Fit(Data).Model;
        Assert.True(spaces.SequenceEqual(model.Spaces.Select(space => space.Name)), name);
        Assert.Equal(Blend.Representations, model.Blend);
        Assert.Equal(loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product, model.Similarity);
        Assert.IsType<RepresentationWeighting>(model.Weighting);
    }

    [Fact]
    public void Attention_by_ranking_is_the_default()
    {
        var model = Context.GlobalLocal().Attention(TestInput.QuickSpaces, new() { Threads = 1 }).Fit(Data).Model;
        Assert.Contains("GW", model.Spaces.Select(space => space.Name));
        Assert.Equal(Blend.Scores, model.Blend);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Refuse(new() { TopN = 0 }, "TopN");
        Refuse(new() { Threads = -1 }, "Threads");
        Refuse(new() { Attention = new() { Rounds = 11 } }, "Rounds");
        Refuse(new() { Attention = new() { Folds = 1 } }, "Folds");
        Refuse(new() { Attention = new(), TripletAttention = new() }, "both set");
        Assert.Throws<ArgumentException>(() => Context.GlobalLocal().Attention([]));

        static void Refuse(AttentionEstimator.Options options, string expected) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => Context.GlobalLocal().Attention(TestInput.QuickSpaces, options)).Message);
    }

    [Fact]
    public void A_cancelled_training_stops() => Assert.ThrowsAny<OperationCanceledException>(() =>
        Context.GlobalLocal().Attention(TestInput.QuickSpaces, new() { CancellationToken = new CancellationToken(canceled: true) }).Fit(Data));

    private static RepresentationNetworkTrainer CreateSpace(string name) => new(TestInput.QuickNetwork with
    {
        Triplets = name[0] == 'G' ? TripletSource.Global : TripletSource.Local,
        Loss = name[1] == 'D' ? TripletLoss.Distance : TripletLoss.Product,
        MaximumEpochs = 3,
    });
}
