using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>Every command that takes --data and --test takes all stores.</summary>
public class StoreOptionTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Theory]
    [InlineData("parquet")]
    [InlineData("sqlite")]
    public void All_stores_evaluate_alike(string kind)
    {
        string[] rest = ["--model", folder.Model, "--hold-out", "2", "--top-n", "2"];
        var expected = ToolFolder.Run(["evaluate", "--data", folder.Data, .. rest]).Succeeded();
        Assert.Equal(expected, ToolFolder.Run(["evaluate", "--data", Copy(kind, folder.Data, "all"), .. rest]).Succeeded());
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("sqlite")]
    public void All_stores_test_alike(string kind)
    {
        var (train, test) = InteractionSplitter.HoldOutPerUser(InteractionLoader.Load(new MLContext(), folder.Data), 2, seed: 1);
        string trainFile = folder.Write("part.train.tsv", ToText(train));
        string testFile = folder.Write("part.test.tsv", ToText(test));
        string[] rest = ["--model", folder.Model, "--data", trainFile, "--top-n", "2"];
        var expected = ToolFolder.Run(["evaluate", "--test", testFile, .. rest]).Succeeded();
        Assert.Equal(expected, ToolFolder.Run(["evaluate", "--test", Copy(kind, testFile, "test"), .. rest]).Succeeded());
    }

    [Theory]
    [InlineData(2, "names no database and query", "sqlite:shop.db")]
    [InlineData(2, "names no database and query", "sqlite:?SELECT 1")]
    [InlineData(2, "names no database and query", "sqlite:shop.db? ")]
    [InlineData(1, "There is no database file 'none.db'", "sqlite:none.db?SELECT user, item FROM orders")]
    [InlineData(1, "none.parquet", "none.parquet")]
    public void Sources_that_are_none_are_told(int exitCode, string expected, string source) => Evaluate(source).Failed(exitCode, expected);

    [Fact]
    public void What_SQLite_refuses_is_told()
    {
        string path = CopyToSqlite(folder.Data, "refusing.db");
        Evaluate($"sqlite:{path}?SELECT user, item FROM sales").Failed(1, path, "no such table: sales");
        Evaluate($"sqlite:{path}?SELEC user").Failed(1, path, "syntax error");
        Evaluate($"sqlite:{path}?DELETE FROM orders").Failed(1, path, "readonly");
        Evaluate($"sqlite:{path}?SELECT user FROM orders").Failed(1, path, "gives 1 column");
        Evaluate($"sqlite:{path}?SELECT user, NULL AS item FROM orders").Failed(1, path, "row 1, column 'item'", "item id is empty");
        Evaluate($"sqlite:{folder.Data}?SELECT user, item FROM orders").Failed(1, folder.Data, "not a database");
    }

    [Fact]
    public void Options_on_text_belong_to_text()
    {
        Evaluate("x.parquet", "--no-header").Failed(2, "are for text files");
        Evaluate("sqlite:x.db?SELECT 1", "--delimiter", "tab").Failed(2, "are for text files");
    }

    private ToolResult Evaluate(string source, params string[] options) =>
        ToolFolder.Run(["evaluate", "--model", folder.Model, "--data", source, "--hold-out", "2", .. options]);

    private static string ToText(IDataView data) =>
        "user\titem\n" + string.Join('\n', data.GetColumn<string>("User").Zip(data.GetColumn<string>("Item"), (user, item) => $"{user}\t{item}"));

    /// <summary>A text file's interactions in another store.</summary>
    private string Copy(string kind, string text, string name)
    {
        if (kind == "sqlite")
        {
            return $"sqlite:{CopyToSqlite(text, name + ".db")}?SELECT user, item FROM orders ORDER BY rowid";
        }

        ParquetRecommendations.Write(folder[name + ".parquet"], Rows(text).Select(row => new UserRecommendations(row.User, [new(row.Item, 0)])));
        return folder[name + ".parquet"];
    }

    private string CopyToSqlite(string text, string name)
    {
        using var connection = new SqliteConnection($"Data Source={folder[name]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE orders (user TEXT, item TEXT); INSERT INTO orders VALUES " + string.Join(", ", Rows(text).Select(row => $"('{row.User}', '{row.Item}')"));
        command.ExecuteNonQuery();
        return folder[name];
    }

    private static IEnumerable<(string User, string Item)> Rows(string text) => File.ReadLines(text).Skip(1).Select(line => line.Split('\t')).Select(fields => (fields[0], fields[1]));
}
