using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RecommendAllTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Theory]
    [InlineData("top.csv")]
    [InlineData("top.tsv")]
    [InlineData("top.parquet")]
    [InlineData("top.db")]
    [InlineData("top.SQLite")]
    public void Every_users_list_is_in_the_file(string name)
    {
        string path = folder[name];
        var result = RecommendAll(path, "--top-n", "3");
        Assert.Empty(result.Succeeded());
        Assert.Contains("top 3 of 20 users", result.Error);

        var view = Load(path);
        var expected = Expected(3);
        Assert.Equal(expected.Select(row => row.User), view.GetColumn<string>("User"));
        Assert.Equal(expected.Select(row => row.Item), view.GetColumn<string>("Item"));
        Assert.Equal(expected.Select(row => row.Score), view.GetColumn<float>("Rating"));
        Assert.Equal(expected.Select(row => row.Rank), view.GetColumn<double>("Time"));

        // Again, over what is there.
        RecommendAll(path, "--top-n", "1").Succeeded();
        Assert.Equal(Expected(1).Select(row => row.Item), Load(path).GetColumn<string>("Item"));
    }

    [Fact]
    public void A_database_keeps_its_other_tables()
    {
        string path = folder["shop.db"];
        Execute(path, "CREATE TABLE recommendations (a TEXT); INSERT INTO recommendations VALUES ('kept')");
        RecommendAll(path, "--table", "top \"5\"", "--top-n", "5").Succeeded();
        Assert.Equal("kept", Query(path, "SELECT a FROM recommendations"));
        Assert.Equal(100L, Query(path, "SELECT COUNT(*) FROM \"top \"\"5\"\"\""));

        // A table of other columns is refused, and is as it was.
        RecommendAll(path).Failed(1, path, "no column named user", "still there");
        Assert.Equal("kept", Query(path, "SELECT a FROM recommendations"));
    }

    [Fact]
    public void A_failure_leaves_what_was_there()
    {
        string old = folder.Write("old.db", "no database");
        RecommendAll(old).Failed(1, old, "not a database");
        Assert.Equal("no database", File.ReadAllText(old));
        foreach (string ending in new[] { "csv", "parquet", "db" })
        {
            RecommendAll(Path.Combine(folder["none"], "top." + ending)).Failed(1, "could not be written", "none");
        }
    }

    [Theory]
    [InlineData("either --user or --all")]
    [InlineData("either --user or --all", "--user", "u", "--all", "--output", "x.csv")]
    [InlineData("belong together", "--all")]
    [InlineData("belong together", "--user", "u", "--output", "x.csv")]
    [InlineData("without --json", "--all", "--output", "x.csv", "--json")]
    [InlineData("ends in .parquet, .csv, .tsv, .db or .sqlite", "--all", "--output", "x.txt")]
    [InlineData("--table belongs", "--all", "--output", "x.csv", "--table", "t")]
    public void Senseless_options_are_mistakes_in_the_usage(string expected, params string[] options)
    {
        var result = ToolFolder.Run(["recommend", "--model", folder.Model, .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    private ToolResult RecommendAll(string output, params string[] options) =>
        ToolFolder.Run(["recommend", "--model", folder.Model, "--all", "--output", output, .. options]);

    private (string User, double Rank, string Item, float Score)[] Expected(int topN)
    {
        var recommender = new Recommender(ModelSource.Load(folder.Model));
        return [.. recommender.Model.Users.Ids.ToArray().SelectMany(user => recommender.Recommend(user, topN).Select((item, n) => (user, n + 1d, item.Item, item.Score)))];
    }

    private static IDataView Load(string path)
    {
        string source = RecommendationOutput.IsSqlite(path) ? $"sqlite:{path}?SELECT * FROM recommendations ORDER BY rowid" : path;
        return InteractionSource.Load(new MLContext(), source, new() { RatingColumn = "score", TimeColumn = "rank" });
    }

    private static void Execute(string path, string sql) => Query(path, sql);

    private static object? Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
