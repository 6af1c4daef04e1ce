namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class IndexStudyTests
{
    private const int Users = 40;
    private const int Items = 120;

    [Fact]
    public void Recall_grows_with_the_clusters_searched_up_to_the_exhaustive_search()
    {
        var rows = IndexStudy.Run(CreateModel(out var space), space, [4, 12], users: 20, topN: 5);
        Assert.Equal((0, 1.0, 1.0), (rows[0].Clusters, rows[0].Recall, rows[0].VisitedShare));
        foreach (int clusters in new[] { 4, 12 })
        {
            var curve = rows.Where(row => row.Clusters == clusters).ToArray();
            Assert.Equal(1, curve[0].Searched);
            Assert.InRange(curve[^1].Recall, 0.9995, 1);
            Assert.Equal(curve.OrderBy(row => row.Searched), curve);
            Assert.Equal(curve.OrderBy(row => row.Recall).ThenBy(row => row.VisitedShare), curve);
            Assert.All(curve, row => Assert.Equal((Items, "S"), (row.Items, row.Space)));
        }
    }

    [Fact]
    public void Rows_are_written_and_drawn()
    {
        var rows = IndexStudy.Run(CreateModel(out var space), space, [4], users: 20, topN: 5);
        var output = new StringWriter();
        IndexStudy.WriteCsv(rows, output);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Count + 1, lines.Length);
        Assert.StartsWith("items,space,clusters,searched,recall,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("120,S,4,1,", lines[2], StringComparison.Ordinal);
        Assert.NotEmpty(IndexStudy.DrawShare(rows).ToPng());
        Assert.NotEmpty(IndexStudy.DrawTime(rows).ToPng());
    }

    private static GlobalLocalModel CreateModel(out VectorSpace space)
    {
        var random = new Random(1);
        float[] Vectors(int count) => [.. Enumerable.Range(0, count * 6).Select(_ => random.NextSingle() - 0.5f)];
        space = new VectorSpace("S", 6, Vectors(Users), Vectors(Items), VectorSimilarity.Product);
        int[] users = [.. Enumerable.Range(0, Users)];
        var interactions = InteractionMatrix.FromPairs(users, users, Users, Items);
        return new GlobalLocalModel(new IdTable("user", users.Select(n => $"u{n}")), new IdTable("item", Enumerable.Range(0, Items).Select(n => $"i{n}")), interactions, AttentionModel.OfOne(space, interactions));
    }
}
