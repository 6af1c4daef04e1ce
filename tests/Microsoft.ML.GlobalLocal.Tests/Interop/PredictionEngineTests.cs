using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class PredictionEngineTests
{
    private static readonly TestPipeline Pipeline = new();

    [Theory]
    [InlineData("vectors", "V.Score")]
    [InlineData("neighbours", "N.Score")]
    [InlineData("attention", "Score")]
    [InlineData("model", "Score")]
    public void Scores_equal_the_transform(string name, string column)
    {
        var chain = new TransformerChain<ITransformer>(
            Pipeline.Mapping,
            Pipeline.CreateTransformer(name),
            Pipeline.Context.Transforms.CopyColumns("TheScore", column).Fit(Pipeline.CreateTransformer(name).Transform(Pipeline.Keyed)));
        var engine = Pipeline.Context.Model.CreatePredictionEngine<TestPipeline.Row, Scored>(chain);
        var expected = TestPipeline.ReadRows(chain.Transform(Pipeline.Raw), column);
        Assert.Equal(expected, Pipeline.Rows.Select(row => engine.Predict(row).TheScore.ToString("R", CultureInfo.InvariantCulture)));
        Assert.True(float.IsNaN(engine.Predict(new TestPipeline.Row { User = "nobody", Item = "i1" }).TheScore));
        Assert.True(float.IsNaN(engine.Predict(new TestPipeline.Row { User = "u1", Item = "nothing" }).TheScore));
    }

    [Fact]
    public void Recommendations_are_read_by_name()
    {
        var recommend = Pipeline.Context.GlobalLocal().Recommend(Pipeline.CreateTransformer("model"), topN: 20)
            .Append(Pipeline.Context.Transforms.Conversion.MapKeyToValue("Items"));
        var chain = new TransformerChain<ITransformer>(Pipeline.Mapping, recommend.Fit(Pipeline.Keyed));
        var engine = Pipeline.Context.Model.CreatePredictionEngine<TestPipeline.Row, Recommended>(chain);
        foreach (string user in new[] { "u0", "u7", "u11" })
        {
            var expected = new Recommender(Pipeline.Model).Recommend(user, 20);
            var recommended = engine.Predict(new TestPipeline.Row { User = user });
            Assert.Equal(expected.Select(item => item.Item), recommended.Items.Where(item => item.Length > 0));
            Assert.Equal(expected.Select(item => item.Score), recommended.Scores.Where(score => !float.IsNaN(score)));
            Assert.Equal(20, recommended.Scores.Length);
        }
    }

    private sealed class Scored
    {
        public float TheScore { get; set; }
    }

    private sealed class Recommended
    {
        [VectorType]
        public string[] Items { get; set; } = [];

        [VectorType]
        public float[] Scores { get; set; } = [];
    }
}
