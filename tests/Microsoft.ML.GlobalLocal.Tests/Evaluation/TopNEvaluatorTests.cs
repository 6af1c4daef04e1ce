namespace Microsoft.ML.GlobalLocal.Tests;

public class TopNEvaluatorTests
{
    // One dimension: item vectors 4, 3, 2, 1 make every user's order 0, 1, 2, 3.
    private static readonly VectorSpace Space = new("S", 1, [1, 1, 1], [4, 3, 2, 1], VectorSimilarity.Product);
    private static readonly InteractionMatrix Train = InteractionMatrix.FromPairs([0, 1, 2], [0, 1, 2], 3, 4);

    [Fact]
    public void Averages_over_every_user_with_test_items()
    {
        // Lists of two: user 0: 1, 2; user 1: 0, 2; user 2 has no test item and does not count.
        var test = InteractionMatrix.FromPairs([0, 0, 1], [1, 3, 3], 3, 4);
        var metrics = TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(Space, Train), Train), test, 2);
        Assert.Equal(2, metrics.Users);
        Assert.Equal((0.5 + 0) / 2, metrics.Recall, 12);
        Assert.Equal((0.5 + 0) / 2, metrics.Precision, 12);
        Assert.Equal(0.5, metrics.HitRate, 12);
        Assert.Equal(3 / 4.0, metrics.Coverage, 12);
    }

    [Fact]
    public void An_unknown_item_is_a_miss_and_an_unknown_user_counts_with_zeros()
    {
        // User 0 has list 1, 2 and test items 1 and 4, which the model does not know; nor does it know user 3.
        var test = InteractionMatrix.FromPairs([0, 0, 3], [1, 4, 0], 4, 5);
        var metrics = TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(Space, Train), Train), test, 2);
        Assert.Equal(2, metrics.Users);
        Assert.Equal(0.5 / 2, metrics.Recall, 12);
        Assert.Equal(0.5, metrics.HitRate, 12);
        Assert.Equal(2 / 4.0, metrics.Coverage, 12);
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var train = TestData.Random(50, 30, 5, seed: 1);
        var test = TestData.Random(50, 30, 3, seed: 2);
        var model = AttentionModel.OfOne(TestData.RandomSpace("S", 50, 30, 4, VectorSimilarity.Product, seed: 3), train);
        var one = TopNEvaluator.Evaluate(new Retriever(model, train), test, 5, threads: 1);
        var four = TopNEvaluator.Evaluate(new Retriever(model, train), test, 5, threads: 4);
        Assert.Equal(one.PerUser, four.PerUser);
        Assert.Equal(one.Coverage, four.Coverage);
    }

    [Fact]
    public void Nothing_to_evaluate_is_an_error() =>
        Assert.Throws<ArgumentException>(() => TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(Space, Train), Train), InteractionMatrix.FromPairs([], [], 3, 4), 2));

    [Fact]
    public void A_list_length_below_one_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(Space, Train), Train), Train, 0));

    [Fact]
    public void Test_data_of_other_users_is_an_error() =>
        Assert.Throws<ArgumentException>(() => TopNEvaluator.Evaluate(new Retriever(AttentionModel.OfOne(Space, Train), Train), InteractionMatrix.FromPairs([0], [0], 2, 4), 2));
}
