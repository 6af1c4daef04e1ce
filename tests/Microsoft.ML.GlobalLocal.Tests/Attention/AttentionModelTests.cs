using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class AttentionModelTests
{
    private const int Users = 6;
    private const int Items = 700; // more than one block, the last one partly filled

    private readonly InteractionMatrix _interactions = TestData.Random(Users, Items, 9, seed: 5);
    private readonly VectorSpace _first = TestData.RandomSpace("A", Users, Items, 4, VectorSimilarity.Product, seed: 6);
    private readonly VectorSpace _second = TestData.RandomSpace("B", Users, Items, 4, VectorSimilarity.NegativeDistance, seed: 7);

    [Fact]
    public void Fixed_weights_blend_scaled_scores()
    {
        var model = new AttentionModel([_first, _second], [2, 3], new FixedWeighting([MathF.Log(3), 0]), Blend.Scores, VectorSimilarity.Product);
        var (weights, score) = Ask(model, user: 2, item: 5);
        Assert.Equal(0.75f, weights[0], 1e-6);
        Assert.Equal(0.25f, weights[1], 1e-6);
        Assert.Equal(0.75 * 2 * Dot(_first, 2, 5) - 0.25 * 3 * Distance(_second, 2, 5), score, 1e-5);
    }

    [Fact]
    public void Attention_over_scores_is_the_softmax_of_the_network_plus_bias()
    {
        // One hidden unit: h = relu(s_A - log activity + log popularity); logits = (2 h, -h) + bias.
        var network = new DenseNetwork(new DenseLayer(4, [1, 0, -1, 1], [0.5f]), new DenseLayer(1, [2, -1], [0, 0.1f]));
        var popularity = Enumerable.Range(0, Items).Select(item => MathF.Log(1 + _interactions.Transposed.GetCount(item))).ToArray();
        var model = new AttentionModel([_first, _second], [2, 3], new ScoreWeighting([0.2f, 0], network, popularity), Blend.Scores, VectorSimilarity.Product);
        var (weights, score) = Ask(model, user: 1, item: 650);

        double a = 2 * Dot(_first, 1, 650);
        double b = -3 * Distance(_second, 1, 650);
        double hidden = Math.Max(0, a - Math.Log(1 + _interactions.GetCount(1)) + popularity[650] + 0.5);
        double first = Math.Exp(2 * hidden + 0.2);
        double second = Math.Exp(-hidden + 0.1);
        Assert.Equal(first / (first + second), weights[0], 1e-5);
        Assert.Equal((first * a + second * b) / (first + second), score, 1e-5);
    }

    [Theory]
    [InlineData(Blend.Scores)]
    [InlineData(Blend.Representations)]
    public void One_more_output_of_the_network_gives_the_factor_of_the_blended_score(Blend blend)
    {
        // One hidden unit: h = relu(s_A + log popularity); logits = (2 h, -h), logit of the factor = h - 0.2.
        var network = new DenseNetwork(new DenseLayer(4, [1, 0, 0, 1], [0.5f]), new DenseLayer(1, [2, -1, 1], [0, 0.1f, -0.2f]));
        var without = new DenseNetwork(new DenseLayer(4, [1, 0, 0, 1], [0.5f]), new DenseLayer(1, [2, -1], [0, 0.1f]));
        var popularity = Enumerable.Range(0, Items).Select(item => MathF.Log(1 + _interactions.Transposed.GetCount(item))).ToArray();
        var (weights, score) = Ask(Make(network), user: 1, item: 650);
        var (blendedWeights, blended) = Ask(Make(without), user: 1, item: 650);

        Assert.Equal(blendedWeights, weights);
        double hidden = Math.Max(0, 2 * Dot(_first, 1, 650) + popularity[650] + 0.5);
        Assert.True(hidden > 0);
        double factor = 2 / (1 + Math.Exp(0.2 - hidden));
        Assert.Equal(blended * factor, score, 1e-5);
        Assert.Equal(factor, GetPairFactor(network), 1e-5);
        Assert.Equal(1, GetPairFactor(without));

        float GetPairFactor(DenseNetwork network)
        {
            var model = Make(network);
            var query = model.CreateQuery();
            model.Prepare(query, _interactions, 1);
            int[] items = [.. Enumerable.Range(0, Items)];
            var factors = new float[Items];
            factors.AsSpan().Fill(7);
            model.GetScoresAndWeights(query, items, [], new float[2 * Items], factors);
            return factors[650];
        }

        AttentionModel Make(DenseNetwork network) =>
            new([_first, _second], [2, 3], new ScoreWeighting([0.2f, 0], network, popularity), blend, VectorSimilarity.Product);
    }

    [Fact]
    public void A_network_of_another_size_is_refused()
    {
        var network = new DenseNetwork(new DenseLayer(4, new float[16], new float[4]));
        var exception = Assert.Throws<ArgumentException>(() => new ScoreWeighting([0.2f, 0], network, new float[Items]));
        Assert.StartsWith("2 spaces need a network of 4 inputs and 2 or 3 outputs; this one has 4 and 4.", exception.Message);
    }

    [Fact]
    public void Scores_that_are_kept_for_the_next_item_are_of_the_querys_present_user()
    {
        var users = new UserNeighbourhoodSpace(new SpaceTables("U", 4, _first.UserTable, _first.ItemTable), _interactions, new() { PopularityExponent = 0.5f });
        var model = new AttentionModel([_first, users], [1, 2], FixedWeighting.Of([0.5, 0.5]), Blend.Scores, VectorSimilarity.Product);
        var query = model.CreateQuery();
        var all = new float[Items];
        var score = new float[1];
        for (int user = 0; user < Users; user++)
        {
            model.Prepare(query, _interactions, user);
            Compare();
            model.Prepare(query, _interactions.GetItemMemory((user + 1) % Users));
            Compare();
        }

        void Compare()
        {
            model.ScoreAll(query, all);
            for (int item = 0; item < Items; item++)
            {
                model.Score(query, [item], score);
                Assert.Equal(all[item], score[0], 1e-5);
            }
        }
    }

    [Fact]
    public void Scores_and_weights_of_many_items_are_those_of_each()
    {
        var network = new DenseNetwork(new DenseLayer(4, [1, 0, -1, 1], [0.5f]), new DenseLayer(1, [2, -1], [0, 0.1f]));
        var model = new AttentionModel([_first, _second], [2, 3], new ScoreWeighting([0.2f, 0], network, new float[Items]), Blend.Scores, VectorSimilarity.Product);
        var query = model.CreateQuery();
        model.Prepare(query, _interactions, 4);
        int[] items = [.. Enumerable.Range(0, Items).Reverse()];
        var scores = new float[2 * Items];
        var weights = new float[2 * Items];
        model.GetScoresAndWeights(query, items, scores, weights);
        var score = new float[2];
        var weight = new float[2];
        for (int n = 0; n < Items; n++)
        {
            model.GetScaledScores(query, items[n], score);
            model.GetWeights(query, items[n], weight);
            for (int r = 0; r < 2; r++)
            {
                Assert.Equal(score[r], scores[2 * n + r], 1e-5);
                Assert.Equal(weight[r], weights[2 * n + r], 1e-5);
            }
        }
    }

    [Fact]
    public void Attention_over_representations_blends_vectors_by_equation_9()
    {
        // f_A takes the first coordinate, f_B the second.
        var networks = new[] { new DenseNetwork(new DenseLayer(4, [1, 0, 0, 0], [0])), new DenseNetwork(new DenseLayer(4, [0, 1, 0, 0], [0])) };
        var weighting = new RepresentationWeighting([0, 0.5f], networks, [_first, _second]);
        foreach (var similarity in Enum.GetValues<VectorSimilarity>())
        {
            var model = new AttentionModel([_first, _second], [1, 1], weighting, Blend.Representations, similarity);
            var (weights, score) = Ask(model, user: 3, item: 650);

            double first = Math.Exp(_first.GetUserVector(3)[0] * _first.GetItemVector(650)[0]);
            double second = Math.Exp(_second.GetUserVector(3)[1] * _second.GetItemVector(650)[1] + 0.5);
            double alpha = first / (first + second);
            Assert.Equal(alpha, weights[0], 1e-5);
            double dot = 0;
            double squares = 0;
            for (int n = 0; n < 4; n++)
            {
                double user = alpha * _first.GetUserVector(3)[n] + (1 - alpha) * _second.GetUserVector(3)[n];
                double item = alpha * _first.GetItemVector(650)[n] + (1 - alpha) * _second.GetItemVector(650)[n];
                dot += user * item;
                squares += (user - item) * (user - item);
            }

            Assert.Equal(similarity == VectorSimilarity.Product ? dot : -Math.Sqrt(squares), score, 1e-5);
        }
    }

    [Fact]
    public void All_items_at_once_score_as_one_by_one()
    {
        var network = new DenseNetwork(new DenseLayer(4, [1, 0, -1, 1, 0.3f, 0.2f, 0.1f, -0.4f], [0.5f, 0]), new DenseLayer(2, [2, -1, 0.5f, 1], [0, 0.1f]));
        var model = new AttentionModel([_first, _second], [2, 3], new ScoreWeighting([0.2f, 0], network, new float[Items]), Blend.Scores, VectorSimilarity.Product);
        var query = model.CreateQuery();
        model.Prepare(query, _interactions, 4);
        var all = new float[Items];
        model.ScoreAll(query, all);
        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(all[item], Ask(model, 4, item).Score, 1e-5);
        }
    }

    [Fact]
    public void Weights_sum_to_one() => Gen.Select(Gen.Float[-30, 30], Gen.Float[-30, 30], Gen.Int[0, Users - 1], Gen.Int[0, Items - 1]).Sample((a, b, user, item) =>
    {
        var model = new AttentionModel([_first, _second], [1, 1], new FixedWeighting([a, b]), Blend.Scores, VectorSimilarity.Product);
        Assert.Equal(1, Ask(model, user, item).Weights.Sum(), 1e-5);
    });

    [Fact]
    public void A_space_can_be_turned_off()
    {
        var model = new AttentionModel([_first, _second], [1, 1], new FixedWeighting([0, float.MinValue]), Blend.Scores, VectorSimilarity.Product);
        var (weights, score) = Ask(model, 0, 0);
        Assert.Equal(0, weights[1]);
        Assert.Equal(Dot(_first, 0, 0), score, 1e-6);
    }

    [Fact]
    public void Spaces_that_do_not_fit_together_are_refused()
    {
        var other = TestData.RandomSpace("C", Users, Items + 1, 4, VectorSimilarity.Product, seed: 1);
        Assert.Throws<ArgumentException>(() => Fuse(Blend.Scores, _first, other));
        Assert.Throws<ArgumentException>(() => Fuse(Blend.Scores, _first, _first));
        var wider = TestData.RandomSpace("C", Users, Items, 5, VectorSimilarity.Product, seed: 1);
        Assert.Equal(2, Fuse(Blend.Scores, _first, wider).Spaces.Count);
        Assert.Throws<ArgumentException>(() => Fuse(Blend.Representations, _first, wider));
    }

    [Fact]
    public void Items_of_a_new_user_that_are_out_of_order_or_range_are_refused()
    {
        var model = AttentionModel.OfOne(_first, _interactions);
        foreach (int[] items in new int[][] { [2, 1], [1, 1], [-1], [Items] })
        {
            Assert.Throws<ArgumentException>(() => model.Prepare(model.CreateQuery(), items));
        }
    }

    private static AttentionModel Fuse(Blend blend, params RepresentationSpace[] spaces) =>
        new(spaces, [1, 1], new FixedWeighting([0, 0]), blend, VectorSimilarity.Product);

    private (float[] Weights, float Score) Ask(AttentionModel model, int user, int item)
    {
        var query = model.CreateQuery();
        model.Prepare(query, _interactions, user);
        var weights = new float[model.Spaces.Count];
        model.GetWeights(query, item, weights);
        var score = new float[1];
        model.Score(query, [item], score);
        return (weights, score[0]);
    }

    private static double Dot(VectorSpace space, int user, int item) =>
        Enumerable.Range(0, space.Dimension).Sum(n => (double)space.GetUserVector(user)[n] * space.GetItemVector(item)[n]);

    private static double Distance(VectorSpace space, int user, int item) =>
        Math.Sqrt(Enumerable.Range(0, space.Dimension).Sum(n => Math.Pow(space.GetUserVector(user)[n] - space.GetItemVector(item)[n], 2)));
}
