namespace Microsoft.ML.GlobalLocal.Tests;

public class RecallCurveTests
{
    private const int Users = 30;
    private const int Items = 200;
    private const int TopN = 8;

    private readonly InteractionMatrix _interactions = TestData.Random(Users, Items, 15, seed: 1);
    private readonly AttentionModel _model;
    private readonly ClusteringIndex _index;

    public RecallCurveTests()
    {
        var product = TestData.RandomSpace("P", Users, Items, 6, VectorSimilarity.Product, seed: 2);
        var distance = TestData.RandomSpace("D", Users, Items, 4, VectorSimilarity.NegativeDistance, seed: 3);
        _model = new AttentionModel([product, distance], [1, 2], new FixedWeighting([0.3f, -0.2f]), Blend.Scores, VectorSimilarity.Product);
        _index = ClusteringTrainer.Train(product, 40, seed: 1);
    }

    [Fact]
    public void Recall_and_share_are_those_of_real_searches()
    {
        var curve = Measure();
        for (int clusters = 1; clusters <= _index.ClusterCount; clusters++)
        {
            var retriever = new Retriever(_model, _interactions, _index, clusters);
            int found = 0;
            int visited = 0;
            var ranked = new int[_index.ClusterCount];
            for (int user = 0; user < Users; user++)
            {
                var exhaustive = Retrieve(new Retriever(_model, _interactions), user);
                found += Retrieve(retriever, user).Intersect(exhaustive).Count();
                _index.RankClusters(_index.Space.GetUserVector(user), ranked);
                int unseen = 0;
                for (int n = 0; n < clusters || unseen < TopN; n++)
                {
                    visited += _index.GetItems(ranked[n]).Length;
                    unseen += _index.GetItems(ranked[n]).ToArray().Count(item => !_interactions.Contains(user, item));
                }
            }

            Assert.Equal((double)found / (Users * TopN), curve.GetRecall(clusters), 1e-9);
            Assert.Equal((double)visited / (Users * Items), curve.GetVisitedShare(clusters), 1e-9);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(1)]
    public void The_smallest_number_of_clusters_that_reaches_the_recall_is_found(double recall)
    {
        var curve = Measure();
        int clusters = curve.FindClusters(recall);
        Assert.True(curve.GetRecall(clusters) >= recall);
        Assert.True(clusters == 1 || curve.GetRecall(clusters - 1) < recall);
    }

    [Fact]
    public void All_clusters_find_everything_and_visit_everything()
    {
        var curve = Measure();
        Assert.Equal(1, curve.GetRecall(40));
        Assert.Equal(1, curve.GetVisitedShare(40), 1e-9);
        Assert.Equal((Users, TopN), (curve.Users, curve.TopN));
    }

    [Fact]
    public void A_user_who_has_seen_nearly_everything_counts_with_what_is_left()
    {
        var nearlyAll = InteractionMatrix.FromPairs([.. Enumerable.Repeat(0, Items - 2)], [.. Enumerable.Range(0, Items - 2)], Users, Items);
        var lists = ExhaustiveLists.Compute(_model, nearlyAll, Users, TopN, new ParallelOptions());
        Assert.Equal([Items - 2, Items - 1], lists.GetItems(0).ToArray().Order());
        Assert.Equal(1, RecallCurve.Measure(_index, nearlyAll, lists).GetRecall(40));
    }

    private RecallCurve Measure() => RecallCurve.Measure(_index, _interactions, ExhaustiveLists.Compute(_model, _interactions, Users, TopN, new ParallelOptions()));

    private static int[] Retrieve(Retriever retriever, int user)
    {
        var items = new int[TopN];
        return items[..retriever.Retrieve(user, items, new float[TopN])];
    }
}
