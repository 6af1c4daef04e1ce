using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;
using Npgsql;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

/// <summary>
/// The C# of docs/data-stores.md, line by line, run in a folder with what it names. A block of the page that does not stand here as it does there fails a
/// test, so change both. The servers are ports on which nobody listens.
/// </summary>
public sealed class DataStoresPageTests : IDisposable
{
    private static readonly (string User, string Item)[] Orders =
        [.. from user in Enumerable.Range(0, 8) from item in Enumerable.Range(0, 8) where (user + item) % 3 > 0 select ($"u{user}", $"i{item}")];

    private readonly string _folder = Directory.CreateTempSubdirectory("globallocal-page-").FullName;
    private readonly string _previous = Environment.CurrentDirectory;

    public DataStoresPageTests()
    {
        Environment.CurrentDirectory = _folder;
        Environment.SetEnvironmentVariable("SHOP_POSTGRES", "Host=127.0.0.1;Port=1;Database=shop;Username=reader;Password=secret;Timeout=1");
        Environment.SetEnvironmentVariable("SHOP_SQLSERVER", "Server=127.0.0.1,1;Database=shop;User Id=reader;Password=secret;Encrypt=True;Connect Timeout=1");
        File.WriteAllLines("orders.csv", Orders.Select(order => $"{order.User},{order.Item}").Prepend("user,item"));
        WriteParquet("orders.parquet").GetAwaiter().GetResult();
        Execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, user TEXT, item TEXT); INSERT INTO orders (user, item) VALUES " + string.Join(", ", Orders.Select(order => $"('{order.User}', '{order.Item}')")));
        Execute(ReadBlocks("sql").Single());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Environment.CurrentDirectory = _previous;
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_block_stands_in_this_file()
    {
        string code = Normalize(File.ReadAllLines(GetPath()));
        var blocks = ReadBlocks("csharp");
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, code));
    }

    [Fact]
    public void The_code_runs()
    {
        var ml = new MLContext(seed: 1);
        var text = InteractionLoader.Load(ml, "orders.csv");
        var parquet = ParquetInteractions.Load(ml, "orders.parquet", new() { UserColumn = "customer", RatingThreshold = 4 });
        var shop = new DatabaseSource(SqliteFactory.Instance, "Data Source=shop.db;Mode=ReadOnly", "SELECT user, item FROM orders ORDER BY id");
        var database = InteractionLoader.LoadFromDatabase(ml, shop);
        Assert.All([text, parquet, database], view => Assert.Equal(Orders, view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"))));

        var keys = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item"));
        var model = keys.Append(ml.GlobalLocal().Trainers.SingleSpace(new PopularityTrainer())).Fit(database);
        Write(ml, model);
    }

    [Fact]
    public void The_servers_are_asked()
    {
        Assert.ThrowsAny<DbException>(() => ReadPostgres(new MLContext()));
        Assert.ThrowsAny<DbException>(() => ReadSqlServer(new MLContext()));
    }

    private static void Write(MLContext ml, ITransformer model)
    {
        var recommender = ml.GlobalLocal().CreateRecommender(model);
        RecommendationFile.Write("top.tsv", recommender.RecommendAll(count: 10));
        ParquetRecommendations.Write("top.parquet", recommender.RecommendAll(count: 10));

        using var connection = new SqliteConnection("Data Source=shop.db");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        RecommendationTable.Replace(transaction, "recommendations", recommender.RecommendAll(count: 10));
        transaction.Commit();

        OnnxExport.Save(recommender.Model, "model.onnx");

        var table = InteractionLoader.LoadFromDatabase(ml, new DatabaseSource(SqliteFactory.Instance, "Data Source=shop.db", "SELECT \"user\", item FROM recommendations ORDER BY rowid"));
        var expected = recommender.RecommendAll(count: 10).SelectMany(list => list.Items.Select(item => (list.User, item.Item))).ToArray();
        Assert.All(
            [table, InteractionLoader.Load(ml, "top.tsv"), ParquetInteractions.Load(ml, "top.parquet")],
            view => Assert.Equal(expected, view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"))));
        Assert.NotEmpty(File.ReadAllBytes("model.onnx"));
    }

    private static IDataView ReadPostgres(MLContext ml)
    {
        // Host=db.example.com;Database=shop;Username=reader;Password=...
        string postgres = Environment.GetEnvironmentVariable("SHOP_POSTGRES")!;
        var orders = new DatabaseSource(NpgsqlFactory.Instance, postgres, "SELECT customer_id AS \"user\", product_id AS item FROM orders ORDER BY id");
        var bought = InteractionLoader.LoadFromDatabase(ml, orders);
        return bought;
    }

    private static IDataView ReadSqlServer(MLContext ml)
    {
        // Server=db.example.com;Database=shop;User Id=reader;Password=...;Encrypt=True
        string sqlServer = Environment.GetEnvironmentVariable("SHOP_SQLSERVER")!;
        var sales = new DatabaseSource(SqlClientFactory.Instance, sqlServer, "SELECT CustomerId AS [user], ProductId AS item FROM Sales ORDER BY Id", 300);
        var sold = InteractionLoader.LoadFromDatabase(ml, sales);
        return sold;
    }

    private static async Task WriteParquet(string path)
    {
        var columns = (Customer: new DataField<string>("customer"), Item: new DataField<string>("item"), Rating: new DataField<int>("rating"));
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Customer, columns.Item, columns.Rating), stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(columns.Customer, Array.ConvertAll(Orders, order => order.User));
        await group.WriteAsync(columns.Item, Array.ConvertAll(Orders, order => order.Item));
        await group.WriteAsync<int>(columns.Rating, Array.ConvertAll(Orders, order => 4));
    }

    private static void Execute(string sql)
    {
        using var connection = new SqliteConnection("Data Source=shop.db");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The content of the page's blocks of one language.</summary>
    private static List<string> ReadBlocks(string language)
    {
        string page = Path.Combine(Path.GetDirectoryName(GetPath())!, "..", "..", "docs", "data-stores.md");
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (string line in File.ReadLines(page))
        {
            if (block is null)
            {
                block = line == "```" + language ? [] : null;
            }
            else if (line == "```")
            {
                blocks.Add(Normalize(block));
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }

        return blocks;
    }

    /// <summary>The lines as they are but for their indentation.</summary>
    private static string Normalize(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim())) + "\n";

    private static string GetPath([CallerFilePath] string path = "") => path;
}
