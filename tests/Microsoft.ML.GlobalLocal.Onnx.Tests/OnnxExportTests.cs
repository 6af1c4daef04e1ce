using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.GlobalLocal.Onnx.Tests;

/// <summary>ONNX Runtime gives the lists that <see cref="Recommender"/> gives.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const int Users = 9;
    private const int Items = 31;

    private readonly TemporaryFolder _folder = new();
    private readonly InteractionMatrix _interactions = CreateInteractions();
    private readonly RepresentationSpace _product = TestData.RandomSpace("P", Users, Items, 4, VectorSimilarity.Product, seed: 1);
    private readonly RepresentationSpace _distance = TestData.RandomSpace("D", Users, Items, 4, VectorSimilarity.NegativeDistance, seed: 2);
    private readonly RepresentationSpace _neighbours = CreateNeighbours();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("product")]
    [InlineData("distance")]
    [InlineData("neighbours")]
    [InlineData("no neighbours")]
    [InlineData("users")]
    [InlineData("all users")]
    public void A_space_alone(string kind)
    {
        var space = kind switch
        {
            "product" => _product,
            "distance" => _distance,
            "neighbours" => _neighbours,
            "users" => CreateUsers(new UserSimilarity { SimilarityExponent = 1.5f, Neighbours = 4 }),
            "all users" => CreateUsers(new UserSimilarity()),
            _ => new NeighbourhoodSpace("E", new NeighbourWeights(new int[Items + 1], [], []), 4, _product.UserTable, _product.ItemTable),
        };
        Compare(AttentionModel.OfOne(space, _interactions));
    }

    [Fact]
    public void Fixed_weights_over_scores() => Compare(new(
        [_product, _distance, _neighbours], [1.5f, 2, 0.5f], FixedWeighting.Of([0.5, 0.2, 0.3]), Blend.Scores, VectorSimilarity.Product));

    [Theory]
    [InlineData(VectorSimilarity.Product)]
    [InlineData(VectorSimilarity.NegativeDistance)]
    public void Fixed_weights_over_vectors(VectorSimilarity similarity) => Compare(new(
        [_product, _distance], [1, 1], new FixedWeighting([0.3f, 300f]), Blend.Representations, similarity));

    [Theory]
    [InlineData(Blend.Scores, VectorSimilarity.Product, false)]
    [InlineData(Blend.Scores, VectorSimilarity.Product, true)]
    [InlineData(Blend.Representations, VectorSimilarity.NegativeDistance, false)]
    [InlineData(Blend.Representations, VectorSimilarity.NegativeDistance, true)]
    public void Attention_over_scores(Blend blend, VectorSimilarity similarity, bool hasPairFactor)
    {
        float[] popularity = [.. Enumerable.Range(0, Items).Select(item => MathF.Log(1 + _interactions.Transposed.GetCount(item)))];
        var weighting = new ScoreWeighting([0.2f, 0, -0.1f], RandomNetwork(5, 6, hasPairFactor ? 4 : 3), popularity);
        Compare(new([_product, _distance, _neighbours], [2, 3, 0.7f], weighting, blend, similarity));
    }

    [Theory]
    [InlineData(Blend.Scores, VectorSimilarity.Product)]
    [InlineData(Blend.Representations, VectorSimilarity.Product)]
    [InlineData(Blend.Representations, VectorSimilarity.NegativeDistance)]
    public void Attention_over_representations(Blend blend, VectorSimilarity similarity)
    {
        RepresentationSpace[] spaces = [_product, _distance];
        var weighting = new RepresentationWeighting([0, 0.5f], [RandomNetwork(4, 5, 3), RandomNetwork(4, 3)], spaces);
        Compare(new(spaces, [1, 2], weighting, blend, similarity));
    }

    [Fact]
    public void A_score_that_is_code_is_refused_where_it_counts()
    {
        var code = new CodeSpace(new SpaceTables("C", 4, _product.UserTable, _product.ItemTable));
        var without = new AttentionModel([_product, code], [1, 1], FixedWeighting.Of([1, 0]), Blend.Scores, VectorSimilarity.Product);
        Compare(without);

        var with = new AttentionModel([_product, code], [1, 1], FixedWeighting.Of([0.5, 0.5]), Blend.Scores, VectorSimilarity.Product);
        var exception = Assert.Throws<NotSupportedException>(() => OnnxExport.Save(CreateModel(with), _folder["code.onnx"]));
        Assert.Contains("'C' is code of its own (CodeSpace)", exception.Message);
        Assert.False(File.Exists(_folder["code.onnx"]));
    }

    [Fact]
    public void Users_that_there_are_not_are_an_error()
    {
        using var session = Open(CreateModel(AttentionModel.OfOne(_product, _interactions)));
        Assert.Throws<OnnxRuntimeException>(() => Run(session, -1, 3));
        Assert.Throws<OnnxRuntimeException>(() => Run(session, Users, 3));
        Assert.Throws<OnnxRuntimeException>(() => Run(session, 0, -1));
    }

    [Fact]
    public void Ids_are_in_the_metadata()
    {
        var model = CreateModel(AttentionModel.OfOne(_product, _interactions));
        using var session = Open(model);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(model.Users.Ids.ToArray(), JsonSerializer.Deserialize<string[]>(metadata["users"]));
        Assert.Equal(model.Items.Ids.ToArray(), JsonSerializer.Deserialize<string[]>(metadata["items"]));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() => Assert.Throws<DirectoryNotFoundException>(
        () => OnnxExport.Save(CreateModel(AttentionModel.OfOne(_product, _interactions)), Path.Combine(_folder["none"], "x.onnx")));

    private void Compare(AttentionModel attention)
    {
        var model = CreateModel(attention);
        var recommender = new Recommender(model);
        using var session = Open(model);
        for (int user = 0; user < Users; user++)
        {
            foreach (int n in new[] { 1, 7, 1000 })
            {
                var expected = recommender.Recommend(model.Users[user], n);
                var (items, scores) = Run(session, user, n);
                Assert.Equal(expected.Select(item => item.Item), items.Select(item => model.Items[(int)item]));
                Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First.Score, pair.Second, tolerance: 1e-4f));
            }
        }
    }

    private InferenceSession Open(GlobalLocalModel model)
    {
        OnnxExport.Save(model, _folder["model.onnx"]);
        return new InferenceSession(File.ReadAllBytes(_folder["model.onnx"]), new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL });
    }

    private static (long[] Items, float[] Scores) Run(InferenceSession session, long user, long n)
    {
        using var results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("user", new DenseTensor<long>(new[] { user }, [1])),
            NamedOnnxValue.CreateFromTensor("n", new DenseTensor<long>(new[] { n }, [1])),
        ]);
        return ([.. results.Single(value => value.Name == "items").AsEnumerable<long>()], [.. results.Single(value => value.Name == "scores").AsEnumerable<float>()]);
    }

    private GlobalLocalModel CreateModel(AttentionModel attention) =>
        new(new IdTable("user", Enumerable.Range(0, Users).Select(n => $"user \"{n}\" ü")), TestData.Ids("item", "i", Items), _interactions, attention);

    /// <summary>Random interactions, and the extremes: user 0 has all items, user 1 none, user 2 all but two.</summary>
    private static InteractionMatrix CreateInteractions()
    {
        var random = new Random(3);
        var pairs = Enumerable.Range(0, Items).Select(item => (User: 0, Item: item))
            .Concat(Enumerable.Range(0, Items - 2).Select(item => (User: 2, Item: item)))
            .Concat(Enumerable.Range(0, 60).Select(_ => (User: random.Next(3, Users), Item: random.Next(Items))))
            .ToArray();
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.User)], [.. pairs.Select(pair => pair.Item)], Users, Items);
    }

    /// <summary>Weights of rows of all lengths, none among them, also at the end.</summary>
    private static NeighbourhoodSpace CreateNeighbours()
    {
        var random = new Random(4);
        var starts = new int[Items + 1];
        var neighbours = new List<int>();
        for (int item = 0; item < Items; item++)
        {
            int length = item % 5 == 0 ? 0 : random.Next(Items);
            neighbours.AddRange(Enumerable.Range(0, Items).OrderBy(_ => random.Next()).Take(length).Order());
            starts[item + 1] = neighbours.Count;
        }

        float[] weights = [.. neighbours.Select(_ => random.NextSingle() - 0.3f)];
        var vectors = TestData.RandomSpace("V", Users, Items, 4, VectorSimilarity.Product, seed: 5);
        return new NeighbourhoodSpace("N", new NeighbourWeights(starts, [.. neighbours], weights), 4, vectors.UserTable, vectors.ItemTable);
    }

    private UserNeighbourhoodSpace CreateUsers(UserSimilarity similarity) =>
        new(new SpaceTables("U", 4, _product.UserTable, _product.ItemTable), _interactions, similarity);

    private static DenseNetwork RandomNetwork(params int[] sizes)
    {
        var random = new Random(6);
        return new DenseNetwork([.. sizes.Skip(1).Select((size, n) => new DenseLayer(sizes[n], Numbers(sizes[n] * size), Numbers(size)))]);

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    private sealed class CodeSpace(SpaceTables tables) : ScoringSpace(tables)
    {
        public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => scores.Clear();

        public override void ScoreAll(UserView user, Span<float> scores) => scores.Clear();

        protected internal override void WriteContent(ModelWriter writer) => throw new NotSupportedException();
    }
}
