using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

/// <summary>Recommendations to text files and to tables of a database.</summary>
public sealed class RecommendationWritingTests : IDisposable
{
    private static readonly string[] Ids = ["tea", "two words", " spaced ", "say \"hi\"", "naïve 日本 🎵", "a,b", "a\tb", "#tag", "//path", "'); DROP TABLE top;--"];

    private static readonly UserRecommendations[] Lists =
    [
        .. Ids.Select((user, n) => new UserRecommendations(user, [.. Ids.Skip(n).Select((item, rank) => new Recommendation(item, 1f / (3 + n + rank)))])),
        new("none", []),
    ];

    private readonly MLContext _mlContext = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData('\t')]
    [InlineData(',')]
    [InlineData(';')]
    public void Text_is_read_again_as_it_was_written(char delimiter)
    {
        string path = _folder["top"];
        RecommendationFile.Write(path, Lists, delimiter);
        var view = InteractionLoader.Load(_mlContext, path, new() { Delimiter = delimiter, RatingColumn = "score", TimeColumn = "rank" });
        Assert.Equal(
            Rows,
            view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"), view.GetColumn<double>("Time"))
                .Zip(view.GetColumn<float>("Rating"), (row, score) => (row.First, (int)row.Third, row.Second, score)));
        Assert.Equal(string.Join(delimiter, "user", "rank", "item", "score"), File.ReadLines(path).First());
    }

    [Fact]
    public void A_table_is_read_again_as_it_was_written()
    {
        using var connection = Open();
        Execute(connection, CreateTable);
        for (int time = 0; time < 2; time++)
        {
            using var transaction = connection.BeginTransaction();
            RecommendationTable.Replace(transaction, "top", Lists);
            transaction.Commit();
            Assert.Equal(Rows, Read(connection));
        }

        var view = InteractionLoader.LoadFromDatabase(_mlContext, new DatabaseSource(SqliteFactory.Instance, connection.ConnectionString, "SELECT * FROM top ORDER BY rowid"), new() { RatingColumn = "score" });
        Assert.Equal(Rows.Select(row => row.Item), view.GetColumn<string>("Item"));
        Assert.Equal(Rows.Select(row => row.Score), view.GetColumn<float>("Rating"));
    }

    [Fact]
    public void More_rows_than_a_statement_takes_are_written_in_several()
    {
        using var connection = Open();
        Execute(connection, CreateTable);
        using var transaction = connection.BeginTransaction();
        RecommendationTable.Replace(transaction, "top", Enumerable.Range(0, 1001).Select(n => new UserRecommendations($"u{n}", [new($"i{n}", n)])));
        transaction.Commit();
        Assert.Equal(Enumerable.Range(0, 1001).Select(n => ($"u{n}", 1, $"i{n}", (float)n)), Read(connection));
    }

    [Fact]
    public void A_failure_leaves_the_old_rows_and_the_old_file()
    {
        using var connection = Open();
        Execute(connection, CreateTable + "; INSERT INTO top VALUES ('old', 1, 'old', 0)");
        using (var transaction = connection.BeginTransaction())
        {
            Assert.Throws<TimeoutException>(() => RecommendationTable.Replace(transaction, "top", Failing()));
        }

        Assert.Equal([("old", 1, "old", 0f)], Read(connection));
        using (var transaction = connection.BeginTransaction())
        {
            Assert.Throws<SqliteException>(() => RecommendationTable.Replace(transaction, "missing", Lists));
            transaction.Rollback();
            Assert.Throws<ArgumentException>(() => RecommendationTable.Replace(transaction, "top", Lists));
        }

        string path = _folder.Write("old.tsv", "old");
        Assert.Throws<TimeoutException>(() => RecommendationFile.Write(path, Failing()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["old.tsv", "shop.db"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName).Order());

        static IEnumerable<UserRecommendations> Failing()
        {
            yield return new UserRecommendations("u", [.. Enumerable.Range(0, 300).Select(n => new Recommendation($"i{n}", n))]);
            throw new TimeoutException();
        }
    }

    [Fact]
    public void Cancelling_stops_the_writing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => RecommendationFile.Write(_folder["top.tsv"], Lists, cancellationToken: cancelled.Token));
        Assert.False(File.Exists(_folder["top.tsv"]));
        using var connection = Open();
        Execute(connection, CreateTable);
        using var transaction = connection.BeginTransaction();
        Assert.Throws<OperationCanceledException>(() => RecommendationTable.Replace(transaction, "top", Lists, cancelled.Token));
    }

    [Fact]
    public void Delimiters_that_cannot_separate_are_refused() => Assert.Throws<ArgumentException>(() => RecommendationFile.Write(_folder["top"], Lists, '"'));

    private const string CreateTable = "CREATE TABLE top (\"user\" TEXT NOT NULL, \"rank\" INTEGER NOT NULL, \"item\" TEXT NOT NULL, \"score\" REAL NOT NULL)";

    private static (string User, int Rank, string Item, float Score)[] Rows =>
        [.. Lists.SelectMany(list => list.Items.Select((item, n) => (list.User, n + 1, item.Item, item.Score)))];

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder["shop.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<(string User, int Rank, string Item, float Score)> Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM top ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var rows = new List<(string User, int Rank, string Item, float Score)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFloat(3)));
        }

        return rows;
    }
}
