namespace Microsoft.ML.GlobalLocal.Tests;

public class CatalogueScanTests
{
    private const int Users = 9;
    private const int Items = 700; // more than two blocks, the last one partly filled
    private const int Dimension = 11;

    private readonly InteractionMatrix _interactions = TestData.Random(Users, Items, 9, seed: 5);
    private readonly RepresentationSpace[] _spaces;

    public CatalogueScanTests()
    {
        var vectors = TestData.RandomSpace("V", Users, Items, Dimension, VectorSimilarity.NegativeDistance, seed: 6);
        int[] starts = [.. Enumerable.Range(0, Items + 1).Select(item => 2 * item)];
        int[] neighbours = [.. Enumerable.Range(0, Items).SelectMany(item => new[] { item / 2, Items / 2 + item / 2 })];
        var weights = new NeighbourWeights(starts, neighbours, [.. Enumerable.Range(0, 2 * Items).Select(n => 1f / (n + 1))]);
        _spaces =
        [
            TestData.RandomSpace("P", Users, Items, Dimension, VectorSimilarity.Product, seed: 7),
            new NeighbourhoodSpace("N", weights, Dimension, vectors.UserTable, vectors.ItemTable),
            vectors,
        ];
    }

    private static readonly string[] AllKinds = ["fixed", "fixed, one space off", "scores", "scores and pair factor", "representations", "blended product", "blended distance"];

    public static TheoryData<string> Kinds => [.. AllKinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Groups_lists_and_single_items_score_alike(string kind)
    {
        var model = CreateModel(kind);
        var queries = Enumerable.Range(0, Users).Select(user =>
        {
            var query = model.CreateQuery();
            model.Prepare(query, _interactions, user);
            return query;
        }).ToArray();
        var grouped = new float[Users][];
        for (int user = 0; user < Users; user++)
        {
            grouped[user] = new float[Items];
        }

        using (var scan = new CatalogueScan(model, queries))
        {
            while (scan.MoveNext())
            {
                for (int user = 0; user < Users; user++)
                {
                    scan.GetScores(user).CopyTo(grouped[user].AsSpan(scan.Start));
                }
            }
        }

        int[] items = [.. Enumerable.Range(0, Items).Reverse()];
        var scores = new float[Items];
        for (int user = 0; user < Users; user++)
        {
            model.ScoreAll(queries[user], scores);
            Assert.Equal(grouped[user], scores);
            model.Score(queries[user], items, scores);
            Assert.Equal(grouped[user], scores.Reverse());
            model.Score(queries[user], [user * 70], scores);
            Assert.Equal(grouped[user][user * 70], scores[0]);
        }
    }

    [Theory]
    [InlineData("fixed")]
    [InlineData("fixed, one space off")]
    [InlineData("scores")]
    [InlineData("representations")]
    public void A_score_is_the_sum_of_weights_times_scores(string kind)
    {
        var model = CreateModel(kind);
        var query = model.CreateQuery();
        model.Prepare(query, _interactions, 3);
        var all = new float[Items];
        model.ScoreAll(query, all);
        var weights = new float[_spaces.Length];
        var scores = new float[_spaces.Length];
        for (int item = 0; item < Items; item++)
        {
            model.GetWeights(query, item, weights);
            model.GetScaledScores(query, item, scores);
            Assert.Equal(weights.Zip(scores, (weight, score) => (double)weight * score).Sum(), all[item], 1e-5);
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        foreach (string kind in AllKinds)
        {
            var model = CreateModel(kind);
            var query = model.CreateQuery();
            model.Prepare(query, _interactions, 0);
            var scores = new float[Items];
            int[] items = [5, 6, 600];
            Score();

            // A collection may empty the pool of buffers between two calls, but not time after time.
            Assert.InRange(Enumerable.Range(0, 3).Min(_ => MeasureScores()), 0, 2000);

            long MeasureScores()
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int n = 0; n < 100; n++)
                {
                    Score();
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            void Score()
            {
                model.ScoreAll(query, scores);
                model.Score(query, items, scores);
            }
        }
    }

    private AttentionModel CreateModel(string kind)
    {
        float[] scales = [2, 0.5f, 1];
        float[] biases = [0.1f, 0.4f, -0.2f];
        var random = new Random(3);
        return kind switch
        {
            "fixed" => new AttentionModel(_spaces, scales, new FixedWeighting(biases), Blend.Scores, VectorSimilarity.Product),
            "fixed, one space off" => new AttentionModel(_spaces, scales, FixedWeighting.Of([0.7, 0, 0.3]), Blend.Scores, VectorSimilarity.Product),
            "scores" => new AttentionModel(_spaces, scales, new ScoreWeighting(biases, new DenseNetwork(Layer(5, 6), Layer(6, 3)), Numbers(Items)), Blend.Scores, VectorSimilarity.Product),
            "scores and pair factor" => new AttentionModel(_spaces, scales, new ScoreWeighting(biases, new DenseNetwork(Layer(5, 6), Layer(6, 4)), Numbers(Items)), Blend.Scores, VectorSimilarity.Product),
            "representations" => new AttentionModel(_spaces, scales, Representations(), Blend.Scores, VectorSimilarity.Product),
            "blended product" => new AttentionModel(_spaces, scales, Representations(), Blend.Representations, VectorSimilarity.Product),
            _ => new AttentionModel(_spaces, scales, Representations(), Blend.Representations, VectorSimilarity.NegativeDistance),
        };

        RepresentationWeighting Representations() =>
            new(biases, [.. _spaces.Select(_ => new DenseNetwork(Layer(Dimension, 7), Layer(7, 4)))], _spaces);

        DenseLayer Layer(int inputs, int outputs) => new(inputs, Numbers(inputs * outputs), Numbers(outputs));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
