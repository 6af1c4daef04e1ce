using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class RerankingEstimatorTests
{
    private readonly RerankingWorld _world = new();

    [Fact]
    public void What_the_features_tell_is_learned()
    {
        // Everybody has 7 good items left of 22; the random model does not put them first.
        var pipeline = new RandomModelEstimator(_world.Context);
        var model = _world.CreatePipeline(pipeline, _world.CreateRanking()).Fit(_world.Interactions);
        var requests = _world.CreateRequests([.. Enumerable.Range(0, RerankingWorld.Users).Select(user => $"u{user}")]);
        var lists = model.Transform(requests).GetColumn<string[]>("Items").ToList();
        Assert.Equal(RerankingWorld.Users, lists.Count);
        var all = pipeline.Fits[1];
        for (int user = 0; user < lists.Count; user++)
        {
            Assert.All(lists[user], item => Assert.True(item.Length == 0 || RerankingWorld.IsGood(int.Parse(item[1..]))));
            Assert.Equal(5, lists[user].Distinct().Count());
            all.Users.TryGetIndex($"u{user}", out int index);
            Assert.All(lists[user], item => Assert.False(all.Items.TryGetIndex(item, out int seen) && all.Interactions.Contains(index, seen)));
        }
    }

    [Fact]
    public void The_ranking_is_trained_on_what_its_model_was_not_trained_on()
    {
        var model = new RandomModelEstimator(_world.Context);
        var ranking = new KeepingEstimator(_world.CreateRanking());
        _world.CreatePipeline(model, ranking).Fit(_world.Interactions);
        Assert.Equal(2, model.Fits.Count);
        var (kept, all) = (model.Fits[0].Interactions, model.Fits[1].Interactions);
        Assert.Equal(480, all.Count);
        Assert.Equal(360, kept.Count);

        // The labelled items are those of all interactions that the first model did not have.
        var data = ranking.Input!;
        var rows = data.GetColumn<uint>("User").Zip(data.GetColumn<uint>("Item"), data.GetColumn<float>("Label")).ToList();
        Assert.Contains(rows, row => row.Third == 1);
        Assert.All(rows, row =>
        {
            Assert.False(kept.Contains((int)row.First - 1, (int)row.Second - 1));
            Assert.Equal(all.Contains((int)row.First - 1, (int)row.Second - 1) ? 1 : 0, row.Third);
        });
    }

    [Fact]
    public void The_features_are_of_the_spaces_that_both_models_have()
    {
        var ranking = new KeepingEstimator(_world.CreateRanking());
        _world.CreatePipeline(new RandomModelEstimator(_world.Context), ranking).Fit(_world.Interactions);
        VBuffer<ReadOnlyMemory<char>> names = default;
        ranking.Input!.Schema["Features"].GetSlotNames(ref names);
        Assert.Equal(["A.Score", "A.Weight", "Rank", "Score", "LogPopularity", "LogActivity", "Good"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void A_zip_gives_the_same_lists()
    {
        var model = _world.Fit();
        var loaded = TestPipeline.SaveAndLoad(_world.Context, model, _world.Interactions.Schema);
        var requests = _world.CreateRequests("u7", "nobody", "u0", "u7");
        var lists = RerankingWorld.ReadLists(model.Transform(requests));
        Assert.Equal(4, lists.Count);
        Assert.Equal(lists[0], lists[3]);
        Assert.NotEqual(lists[0], lists[2]);
        Assert.Equal(string.Join('\t', Enumerable.Repeat(" NaN", 5)), lists[1]);
        Assert.Equal(lists, RerankingWorld.ReadLists(loaded.Transform(requests)));
    }

    [Fact]
    public void Promises_the_schema_that_is_delivered()
    {
        var keyed = Key(_world.Interactions);
        var estimator = CreateEstimator(_world.CreateRanking());
        var promised = estimator.GetOutputSchema(TestPipeline.Shape(keyed.Schema));
        var delivered = TestPipeline.Shape(estimator.Fit(keyed).GetOutputSchema(keyed.Schema));
        Assert.Equal(delivered.Select(Describe), promised.Select(Describe));
        Assert.Equal(["User", "Items", "Scores"], promised.Select(column => column.Name));

        static string Describe(SchemaShape.Column column) =>
            $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} {string.Join(' ', column.Annotations.Select(annotation => annotation.Name))}";
    }

    [Fact]
    public void A_prediction_engine_is_refused_and_a_view_of_one_user_does_instead()
    {
        var model = _world.Fit();
        Assert.Contains("row to row", Assert.Throws<ArgumentOutOfRangeException>(() => _world.Context.Model.CreatePredictionEngine<Query, Answer>(model)).Message);
        Assert.Single(RerankingWorld.ReadLists(model.Transform(_world.CreateRequests("u7"))));
    }

    [Fact]
    public void What_is_wrong_is_told_before_anything_is_trained()
    {
        var model = new RandomModelEstimator(_world.Context);
        var shape = TestPipeline.Shape(Key(_world.Interactions).Schema);
        var noRanking = CreateEstimator(_world.Context.Transforms.CopyColumns("Copy", "Features"), model);
        Assert.Contains("'Score'", Assert.Throws<ArgumentException>(() => noRanking.GetOutputSchema(shape)).Message);
        var otherLabel = CreateEstimator(_world.Context.Ranking.Trainers.FastTree(labelColumnName: "Rating"), model);
        Assert.Contains("Rating", Assert.ThrowsAny<Exception>(() => otherLabel.GetOutputSchema(shape)).Message);
        var noKeys = CreateEstimator(_world.CreateRanking(), model);
        Assert.Contains("'User'", Assert.Throws<ArgumentException>(() => noKeys.GetOutputSchema(TestPipeline.Shape(_world.Interactions.Schema))).Message);
        var noContext = CreateEstimator(_world.CreateRanking(), model, options => options.Candidates.ContextColumns = ["Hour"]);
        Assert.Contains("'Hour'", Assert.Throws<ArgumentException>(() => noContext.Fit(Key(_world.Interactions))).Message);
        Assert.ThrowsAny<ArgumentException>(() => CreateEstimator(_world.CreateRanking(), model, options => options.HeldOutShare = 1));
        Assert.ThrowsAny<ArgumentException>(() => CreateEstimator(_world.CreateRanking(), model, options => options.TopN = 0));
        Assert.Empty(model.Fits);
    }

    private IDataView Key(IDataView data)
    {
        var keys = _world.Context.Transforms.Conversion;
        return keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(data).Transform(data);
    }

    private RerankingEstimator CreateEstimator(IEstimator<ITransformer> ranking, RandomModelEstimator? model = null, Action<RerankingEstimator.Options>? change = null)
    {
        var options = _world.CreateOptions();
        change?.Invoke(options);
        return _world.Context.GlobalLocal().Rerank(model ?? new RandomModelEstimator(_world.Context), ranking, options);
    }

    /// <summary>Fits another estimator, and keeps what it was fitted on.</summary>
    private sealed class KeepingEstimator(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
    {
        public IDataView? Input { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            Input = input;
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }

    private sealed class Query
    {
        public string User { get; set; } = string.Empty;
    }

    private sealed class Answer
    {
        [VectorType]
        public string[] Items { get; set; } = [];
    }
}
