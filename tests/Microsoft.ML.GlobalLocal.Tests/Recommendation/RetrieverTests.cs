namespace Microsoft.ML.GlobalLocal.Tests;

public class RetrieverTests
{
    private const int Users = 20;
    private const int Items = 60;
    private const int Clusters = 8;

    private readonly InteractionMatrix _interactions = TestData.Random(Users, Items, 12, seed: 1);
    private readonly AttentionModel _model;
    private readonly ClusteringIndex _index;

    public RetrieverTests()
    {
        var product = TestData.RandomSpace("P", Users, Items, 6, VectorSimilarity.Product, seed: 2);
        var distance = TestData.RandomSpace("D", Users, Items, 4, VectorSimilarity.NegativeDistance, seed: 3);
        _model = new AttentionModel([product, distance], [1, 2], new FixedWeighting([0.3f, -0.2f]), Blend.Scores, VectorSimilarity.Product);
        _index = new ClusteringIndex(product, product.ItemTable[..(Clusters * 6)]);
    }

    [Fact]
    public void Exhaustive_search_equals_brute_force_item_for_item()
    {
        var withoutIndex = new Retriever(_model, _interactions);
        var allClusters = new Retriever(_model, _interactions, _index, Clusters);
        for (int user = 0; user < Users; user++)
        {
            var expected = BruteForce(user, _ => true, 10);
            Assert.Equal(expected, Retrieve(withoutIndex, user, 10));
            Assert.Equal(expected, Retrieve(allClusters, user, 10));
        }
    }

    [Fact]
    public void Searching_some_clusters_equals_brute_force_over_their_items()
    {
        var retriever = new Retriever(_model, _interactions, _index, 3);
        for (int user = 0; user < Users; user++)
        {
            var ranked = new int[Clusters];
            _index.RankClusters(_index.Space.GetUserVector(user), ranked);
            var nearest = ranked[..3].ToHashSet();
            Assert.Equal(BruteForce(user, item => nearest.Contains(_index.GetCluster(item)), 2), Retrieve(retriever, user, 2));
        }
    }

    [Fact]
    public void A_user_gets_n_items_while_n_unseen_ones_exist()
    {
        var retriever = new Retriever(_model, _interactions, _index, 1);
        for (int user = 0; user < Users; user++)
        {
            int unseen = Items - _interactions.GetCount(user);
            Assert.Equal(40, Retrieve(retriever, user, 40).Length);
            var all = Retrieve(retriever, user, Items + 5);
            Assert.Equal(unseen, all.Length);
            Assert.DoesNotContain(all, item => _interactions.Contains(user, item));
        }
    }

    [Fact]
    public void Allow_and_deny_lists_are_kept_with_and_without_an_index()
    {
        var filter = new ItemFilter(allowed: Enumerable.Range(10, 30), denied: [12, 13, 14], includeSeen: true);
        foreach (var retriever in new[] { new Retriever(_model, _interactions), new Retriever(_model, _interactions, _index, 2) })
        {
            var query = _model.CreateQuery();
            _model.Prepare(query, _interactions, 0);
            var items = new int[Items];
            int found = retriever.Retrieve(query, items, new float[Items], filter);
            Assert.Equal(Enumerable.Range(10, 30).Except([12, 13, 14]), items[..found].Order());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Clusters + 1)]
    public void More_clusters_than_there_are_or_none_are_refused(int clusters)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Retriever(_model, _interactions, _index, clusters));
        Assert.Contains($"M = {Clusters}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_other_users_or_items_are_refused()
    {
        Assert.Contains("The attention model", Assert.Throws<ArgumentException>(() => new Retriever(_model, TestData.Random(Users + 1, Items, 3, seed: 1))).Message);
        var other = new ClusteringIndex(TestData.RandomSpace("O", Users + 1, Items, 2, VectorSimilarity.Product, seed: 1), [1, 0]);
        Assert.Contains("'O' of the index", Assert.Throws<ArgumentException>(() => new Retriever(_model, _interactions, other)).Message);
    }

    private static int[] Retrieve(Retriever retriever, int user, int count)
    {
        var items = new int[count];
        return items[..retriever.Retrieve(user, items, new float[count])];
    }

    private int[] BruteForce(int user, Func<int, bool> isCandidate, int count)
    {
        var query = _model.CreateQuery();
        _model.Prepare(query, _interactions, user);
        var score = new float[1];
        return [.. Enumerable.Range(0, Items)
            .Where(item => isCandidate(item) && !_interactions.Contains(user, item))
            .Select(item =>
            {
                _model.Score(query, [item], score);
                return (Item: item, Score: score[0]);
            })
            .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Item).Take(count).Select(pair => pair.Item)];
    }
}
