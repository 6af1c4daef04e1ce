namespace Microsoft.ML.GlobalLocal.Tests;

public class RecommenderTests
{
    private const int Users = 12;
    private const int Items = 30;

    private readonly InteractionMatrix _interactions = TestData.Random(Users, Items, 6, seed: 1);
    private readonly Recommender _recommender;

    public RecommenderTests()
    {
        var space = TestData.RandomSpace("S", Users, Items, 5, VectorSimilarity.Product, seed: 2);
        var other = TestData.RandomSpace("T", Users, Items, 3, VectorSimilarity.NegativeDistance, seed: 3);
        var attention = new AttentionModel([space, other], [1, 1], new FixedWeighting([0, 0]), Blend.Scores, VectorSimilarity.Product);
        _recommender = new Recommender(new GlobalLocalModel(TestData.Ids("user", "u", Users), TestData.Ids("item", "i", Items), _interactions, attention));
    }

    [Fact]
    public void Recommends_unseen_items_best_first()
    {
        var list = _recommender.Recommend("u3", 10);
        Assert.Equal(10, list.Count);
        Assert.Equal(list.Select(item => item.Score).OrderDescending(), list.Select(item => item.Score));
        Assert.DoesNotContain(list, item => _interactions.Contains(3, int.Parse(item.Item[1..], null)));
    }

    [Fact]
    public void All_users_at_once_get_what_each_gets_alone()
    {
        var all = _recommender.RecommendAll(7).ToArray();
        Assert.Equal(Enumerable.Range(0, Users).Select(user => $"u{user}"), all.Select(user => user.User));
        Assert.All(all, user => Assert.Equal(_recommender.Recommend(user.User, 7), user.Items));
    }

    [Fact]
    public void Many_users_at_once_get_what_each_gets_alone_with_and_without_an_index()
    {
        const int ManyUsers = 150; // more than two groups
        const int ManyItems = 600;
        var interactions = TestData.Random(ManyUsers, ManyItems, 20, seed: 4);
        var space = TestData.RandomSpace("S", ManyUsers, ManyItems, 10, VectorSimilarity.Product, seed: 2);
        var other = TestData.RandomSpace("T", ManyUsers, ManyItems, 10, VectorSimilarity.NegativeDistance, seed: 3);
        var attention = new AttentionModel([space, other], [1, 1], new FixedWeighting([0, 0.5f]), Blend.Scores, VectorSimilarity.Product);
        var index = ClusteringTrainer.Train(space, 12, seed: 1);
        var recommender = new Recommender(new GlobalLocalModel(TestData.Ids("user", "u", ManyUsers), TestData.Ids("item", "i", ManyItems), interactions, attention, index));
        foreach (var options in new[] { null, new RecommendationOptions { SearchedClusters = 3 }, new RecommendationOptions { Allow = ["i3", "i300", "i599"], IncludeSeen = true } })
        {
            var all = recommender.RecommendAll(9, options).ToArray();
            Assert.Equal(recommender.Model.Users.Ids.ToArray(), all.Select(user => user.User));
            Assert.All(all, user => Assert.Equal(recommender.Recommend(user.User, 9, options), user.Items));
        }
    }

    [Fact]
    public void A_longer_list_than_the_catalogue_holds_all_that_is_left() =>
        Assert.Equal(Items - _interactions.GetCount(0), _recommender.Recommend("u0", 1000).Count);

    [Fact]
    public void An_unknown_user_is_told_of_the_way_for_new_users()
    {
        var error = Assert.Throws<UnknownIdException>(() => _recommender.Recommend("nobody"));
        Assert.Contains("'nobody'", error.Message, StringComparison.Ordinal);
        Assert.Contains("RecommendFor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_user_is_not_recommended_its_own_items()
    {
        var list = _recommender.RecommendFor(["i3", "i4", "i3"], Items);
        Assert.Equal(Items - 2, list.Count);
        Assert.DoesNotContain(list, item => item.Item is "i3" or "i4");
        Assert.Throws<ArgumentException>(() => _recommender.RecommendFor([]));
        Assert.Throws<UnknownIdException>(() => _recommender.RecommendFor(["i3", "no such item"]));
    }

    [Fact]
    public void Lists_of_allowed_and_denied_items_are_kept()
    {
        var options = new RecommendationOptions { Allow = ["i1", "i2", "i3"], Deny = ["i2"], IncludeSeen = true };
        Assert.Equal(["i1", "i3"], _recommender.Recommend("u0", 10, options).Select(item => item.Item).Order());
        Assert.Throws<UnknownIdException>(() => _recommender.Recommend("u0", 10, new RecommendationOptions { Deny = ["i99"] }));
    }

    [Fact]
    public void The_most_similar_item_has_the_highest_cosine()
    {
        var similar = _recommender.SimilarItems("i5", Items);
        Assert.Equal(Items - 1, similar.Count);
        Assert.DoesNotContain(similar, item => item.Id == "i5");
        var spaces = _recommender.Model.Attention.Spaces;
        var expected = Enumerable.Range(0, Items).Where(item => item != 5).MaxBy(item => spaces.Sum(space => Cosine(space.GetItemVector(5), space.GetItemVector(item))));
        Assert.Equal($"i{expected}", similar[0].Id);
        Assert.Equal(3, _recommender.SimilarUsers("u2", 3).Count);
    }

    [Fact]
    public void An_explanation_adds_up_to_the_score()
    {
        var top = _recommender.Recommend("u4", 1)[0];
        var explanation = _recommender.Explain("u4", top.Item);
        Assert.Equal(top.Score, explanation.Score, 1e-5);
        Assert.Equal(1, explanation.Spaces.Sum(space => space.Weight), 1e-5);
        Assert.Equal(top.Score, explanation.Spaces.Sum(space => space.Weight * space.Score), 1e-5);
        Assert.Equal(1, explanation.PairFactor);
        Assert.All(explanation.NearestOwnItems, item => Assert.True(_interactions.Contains(4, int.Parse(item.Id[1..], null))));
        Assert.Equal(5, explanation.NearestOwnItems.Count);
    }

    [Fact]
    public void An_explanation_has_the_factor_of_the_pair()
    {
        var spaces = _recommender.Model.Attention.Spaces;
        int inputs = spaces.Count + 2;
        float[] weights = [.. Enumerable.Range(0, inputs * (spaces.Count + 1)).Select(n => MathF.Sin(n))];
        float[] popularity = [.. Enumerable.Range(0, Items).Select(item => item * 0.1f)];
        var weighting = new ScoreWeighting(new float[spaces.Count], new DenseNetwork(new DenseLayer(inputs, weights, new float[spaces.Count + 1])), popularity);
        var attention = new AttentionModel(spaces, [.. spaces.Select(_ => 1f)], weighting, Blend.Scores, VectorSimilarity.Product);
        var model = _recommender.Model;
        var recommender = new Recommender(new GlobalLocalModel(model.Users, model.Items, _interactions, attention, index: null));
        var top = recommender.Recommend("u4", 1)[0];
        var explanation = recommender.Explain("u4", top.Item);
        Assert.NotEqual(1, explanation.PairFactor);
        Assert.Equal(top.Score, explanation.Spaces.Sum(space => space.Weight * space.Score) * explanation.PairFactor, 1e-4);
    }

    [Fact]
    public void A_list_is_explained_as_each_of_its_items()
    {
        var items = _recommender.Recommend("u4", 3).Select(item => item.Item).ToArray();
        var explanations = _recommender.Explain("u4", items);
        Assert.Equal(items, explanations.Select(explanation => explanation.Item));
        for (int n = 0; n < items.Length; n++)
        {
            var alone = _recommender.Explain("u4", items[n]);
            Assert.Equal(alone.Spaces, explanations[n].Spaces);
            Assert.Equal(alone.NearestOwnItems, explanations[n].NearestOwnItems);
        }
    }

    [Fact]
    public void An_explanation_for_a_new_user_adds_up_to_its_score()
    {
        string[] own = ["i7", "i3"];
        var top = _recommender.RecommendFor(own, 2);
        var explanations = _recommender.ExplainFor(own, top.Select(item => item.Item));
        for (int n = 0; n < top.Count; n++)
        {
            Assert.Null(explanations[n].User);
            Assert.Equal(top[n].Item, explanations[n].Item);
            Assert.Equal(top[n].Score, explanations[n].Spaces.Sum(space => space.Weight * space.Score), 1e-5);
            Assert.Equal(own.Order(), explanations[n].NearestOwnItems.Select(item => item.Id).Order());
        }

        Assert.Throws<ArgumentException>(() => _recommender.ExplainFor([], ["i1"]));
        Assert.Throws<UnknownIdException>(() => _recommender.ExplainFor(own, ["i99"]));
    }

    [Fact]
    public void A_request_may_search_other_clusters_than_the_model()
    {
        var attention = _recommender.Model.Attention;
        var index = new ClusteringIndex(attention.Spaces[0], [.. Enumerable.Range(0, 4).SelectMany(item => attention.Spaces[0].GetItemVector(item).ToArray())]);
        GlobalLocalModel Searching(int clusters) => new(_recommender.Model.Users, _recommender.Model.Items, _interactions, attention, index, clusters);
        var recommender = new Recommender(Searching(2));
        for (int clusters = 1; clusters <= 4; clusters++)
        {
            var options = new RecommendationOptions { SearchedClusters = clusters };
            var expected = new Recommender(Searching(clusters));
            Assert.Equal(expected.Recommend("u1", 3), recommender.Recommend("u1", 3, options));
            Assert.Equal(expected.RecommendFor(["i1", "i8"], 3), recommender.RecommendFor(["i1", "i8"], 3, options));
            Assert.Equal(expected.RecommendAll(3).SelectMany(user => user.Items), recommender.RecommendAll(3, options).SelectMany(user => user.Items));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend("u1", 3, new RecommendationOptions { SearchedClusters = 5 }));
        Assert.Contains("no clustering index", Assert.Throws<ArgumentException>(() => _recommender.Recommend("u1", 3, new RecommendationOptions { SearchedClusters = 1 })).Message);
    }

    [Fact]
    public void Threads_share_one_instance()
    {
        var expected = Enumerable.Range(0, Users).Select(user => _recommender.Recommend($"u{user}", 5)).ToArray();
        Parallel.For(0, 200, n => Assert.Equal(expected[n % Users], _recommender.Recommend($"u{n % Users}", 5)));
    }

    [Fact]
    public void A_list_of_no_items_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend("u0", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.SimilarItems("i0", 0));
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, x = 0, y = 0;
        for (int n = 0; n < a.Length; n++)
        {
            (dot, x, y) = (dot + a[n] * b[n], x + a[n] * a[n], y + b[n] * b[n]);
        }

        return dot / Math.Sqrt(x * y);
    }
}
