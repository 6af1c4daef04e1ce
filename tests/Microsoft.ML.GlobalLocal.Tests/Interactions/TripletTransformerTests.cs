using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class TripletTransformerTests
{
    private static readonly TestPipeline Pipeline = new();

    [Fact]
    public void Rows_become_triplets_of_positives_and_others()
    {
        var triplets = Pipeline.Context.GlobalLocal().Triplets(new() { TripletsPerInteraction = 3 }).Fit(Pipeline.Keyed).Transform(Pipeline.Keyed);
        Assert.Equal(["User", "Positive", "Negative"], triplets.Schema.Select(column => column.Name));
        var rows = Read(triplets);
        Assert.Equal(3 * Pipeline.Interactions.Count, rows.Count);
        var known = Pipeline.Rows.Select(row => (row.User, row.Item)).ToHashSet();
        Assert.All(rows, row => Assert.Contains((row.User, row.Positive), known));
        Assert.All(rows, row => Assert.DoesNotContain((row.User, row.Negative), known));
    }

    [Fact]
    public void Another_seed_gives_other_triplets()
    {
        var one = Read(new TripletTransformer(Pipeline.Context, seed: 1).Transform(Pipeline.Keyed));
        Assert.Equal(one, Read(new TripletTransformer(Pipeline.Context, seed: 1).Transform(Pipeline.Keyed)));
        Assert.NotEqual(one, Read(new TripletTransformer(Pipeline.Context, seed: 2).Transform(Pipeline.Keyed)));
    }

    [Fact]
    public void Belongs_to_training_and_is_not_there_for_scoring()
    {
        ITransformer triplets = new TripletTransformer(Pipeline.Context, seed: 1);
        var chain = new TransformerChain<ITransformer>([Pipeline.Mapping, triplets, Pipeline.CreateTransformer("model")], [TransformerScope.Everything, TransformerScope.Training, TransformerScope.Scoring]);
        Assert.Equal(Pipeline.Rows.Length, TestPipeline.ReadRows(chain.Transform(Pipeline.Raw), "Score").Count);
        Assert.False(triplets.IsRowToRowMapper);
        Assert.Contains("TransformerScope.Training", Assert.Throws<InvalidOperationException>(() => triplets.GetRowToRowMapper(Pipeline.Keyed.Schema)).Message);
    }

    [Fact]
    public void Numbers_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletTransformer(Pipeline.Context, 1, tripletsPerInteraction: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletTransformer(Pipeline.Context, 1, index: Pipeline.Model.Retriever.Index, candidateClusters: 5));
        Assert.Throws<ArgumentException>(() => new TripletTransformer(Pipeline.Context, 1, userColumnName: "Positive"));
    }

    private static List<Names> Read(IDataView triplets)
    {
        var conversion = Pipeline.Context.Transforms.Conversion;
        var names = conversion.MapKeyToValue("User").Append(conversion.MapKeyToValue("Positive")).Append(conversion.MapKeyToValue("Negative")).Fit(triplets).Transform(triplets);
        return [.. Pipeline.Context.Data.CreateEnumerable<Names>(names, reuseRowObject: false)];
    }

    private sealed record Names
    {
        public string User { get; set; } = string.Empty;

        public string Positive { get; set; } = string.Empty;

        public string Negative { get; set; } = string.Empty;
    }
}
