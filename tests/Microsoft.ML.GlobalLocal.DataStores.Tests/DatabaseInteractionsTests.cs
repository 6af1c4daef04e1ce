using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

/// <summary>Interactions of a database by ML.NET's loader; SQLite stands for the providers of ADO.NET.</summary>
public sealed class DatabaseInteractionsTests : IDisposable
{
    private readonly MLContext _mlContext = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly string _connection;

    public DatabaseInteractionsTests()
    {
        _path = _folder["shop.db"];
        _connection = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ConnectionString;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_as_in_text()
    {
        Execute("CREATE TABLE orders (Item TEXT, day TEXT, USER TEXT); INSERT INTO orders VALUES ('tea', '1', 'ann'), ('milk', '2', 'bob')");
        Assert.Equal([("ann", "tea"), ("bob", "milk")], Load("SELECT * FROM orders"));
        Assert.Equal([("1", "tea"), ("2", "milk")], Load("SELECT * FROM orders", new() { UserColumn = "day", ItemColumn = "0" }));
        Assert.Equal(["User", "Item"], Open("SELECT * FROM orders").Schema.Select(column => column.Name));
    }

    [Fact]
    public void Ids_are_text_or_whole_numbers()
    {
        Execute("CREATE TABLE orders (user INTEGER, item TEXT); INSERT INTO orders VALUES (9223372036854775807, 'naïve 日本'), (-1, 'a,b')");
        Assert.Equal([("9223372036854775807", "naïve 日本"), ("-1", "a,b")], Load("SELECT user, item FROM orders"));
        Assert.Equal([("10", "x")], Load("SELECT 5 + 5 AS user, 'x' AS item"));
    }

    [Fact]
    public void Ratings_and_times_are_columns_when_asked_for()
    {
        Execute("""
            CREATE TABLE orders (user INTEGER, item INTEGER, rating REAL, stars INTEGER, time INTEGER, day TEXT);
            INSERT INTO orders VALUES (1, 4, 4.5, 5, 881250949, '1997-12-04 15:55:49'), (2, 5, 2.5, 3, 881250950, '2020-01-01'), (3, 6, 3, 4, 1, '2021-01-01')
            """);
        Assert.Equal([("1", "4"), ("3", "6")], Load("SELECT * FROM orders", new() { RatingThreshold = 3 }));
        Assert.Equal([4.5f, 2.5f, 3], Open("SELECT * FROM orders", new() { RatingColumn = "rating" }).GetColumn<float>("Rating"));
        Assert.Equal([5f, 3, 4], Open("SELECT * FROM orders", new() { RatingColumn = "stars" }).GetColumn<float>("Rating"));
        Assert.Equal([4.5f, 2.5f, 3], Open("SELECT user, item, CAST(rating AS TEXT) AS r FROM orders", new() { RatingColumn = "r" }).GetColumn<float>("Rating"));
        Assert.Equal([881250949d, 881250950, 1], Open("SELECT * FROM orders", new() { TimeColumn = "time" }).GetColumn<double>("Time"));
        Assert.Equal(
            [new(1997, 12, 4, 15, 55, 49), new(2020, 1, 1), new(2021, 1, 1)],
            Open("SELECT * FROM orders", new() { TimeColumn = "day" }).GetColumn<DateTime>("Time"));
    }

    [Fact]
    public void A_view_is_read_again_and_by_other_steps()
    {
        Execute("CREATE TABLE orders (user INTEGER, item INTEGER); INSERT INTO orders VALUES (1, 1), (1, 2), (2, 1), (2, 2), (2, 3)");
        var (train, test) = InteractionSplitter.HoldOutPerUser(Open("SELECT user, item FROM orders ORDER BY user, item"), 1, seed: 1);
        Assert.Equal((3, 2), (train.GetColumn<string>("User").Count(), test.GetColumn<string>("User").Count()));
        var keys = _mlContext.Transforms.Conversion.MapValueToKey("User").Append(_mlContext.Transforms.Conversion.MapValueToKey("Item"));
        Assert.Equal(3, InteractionReader.Read(_mlContext, keys.Fit(train).Transform(train)).Interactions.Count);
    }

    [Theory]
    [InlineData("SELECT user, item FROM orders", 2L, "'user'", "the user id is empty")]
    [InlineData("SELECT 1 AS user, item FROM orders", 3L, "'item'", "the item id is empty")]
    [InlineData("SELECT 1 AS user, '' AS item", 1L, "'item'", "the item id is empty")]
    [InlineData("SELECT 1 AS user, 2.5 AS item", 1L, "'item'", "of type Double. Expected text or a whole number")]
    [InlineData("SELECT 1 AS user, 2 AS item UNION ALL SELECT 2, 'two'", 2L, "'item'", "the value 'two' is of type String, those before are of type Int64")]
    [InlineData("SELECT user FROM orders", null, null, "gives 1 column.")]
    [InlineData("SELECT user AS who, item FROM orders WHERE 0", null, null, "there are no rows")]
    public void Bad_rows_are_refused_with_the_place(string query, long? row, string? column, string expected)
    {
        Execute("CREATE TABLE orders (user TEXT, item TEXT); INSERT INTO orders VALUES ('ann', 'tea'), (NULL, 'tea'), ('bob', NULL)");
        Refused(query, new(), row, column, expected);
    }

    [Fact]
    public void Bad_ratings_and_times_are_refused_with_the_place()
    {
        Execute("CREATE TABLE orders (user INTEGER, item INTEGER, rating REAL, time); INSERT INTO orders VALUES (1, 1, 2, 7), (2, 2, NULL, 'x')");
        const string Query = "SELECT * FROM orders";
        Refused(Query, new() { RatingColumn = "rating" }, 2, "'rating'", "the rating is ''");
        Refused(Query, new() { TimeColumn = "time" }, 2, "'time'", "the value 'x' is of type String");
        Refused("SELECT 1 AS user, 2 AS item, x'00' AS rating", new() { RatingColumn = "rating" }, 1, "'rating'", "type Byte[], which ML.NET's database loader does not read");
        Refused("SELECT 1 AS user, 2 AS item, 'tomorrow' AS time", new() { TimeColumn = "time" }, 1, "'time'", "the time is 'tomorrow'");
        Refused("SELECT user, item, 1 AS rating FROM orders", new() { RatingThreshold = 4 }, null, "'rating'", "none of the 2 ratings");
        Refused(Query, new() { UserColumn = "customer" }, null, null, "no column 'customer'. The columns are 'user', 'item'");
    }

    [Fact]
    public void What_the_database_refuses_is_its_own_exception()
    {
        Execute("CREATE TABLE orders (user INTEGER, item INTEGER)");
        Assert.Throws<SqliteException>(() => Open("SELECT user, item FROM sales"));
        Assert.Throws<ArgumentException>(() => Open("SELECT user, item FROM orders", new() { Delimiter = ',' }));
    }

    [Fact]
    public void The_password_is_in_no_message()
    {
        var source = new DatabaseSource(SqliteFactory.Instance, _connection + ";Default Timeout=17", "SELECT 1 AS user, NULL AS item");
        var exception = Assert.Throws<InvalidInteractionDataException>(() => InteractionLoader.LoadFromDatabase(_mlContext, source));
        Assert.DoesNotContain("17", exception.Message);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private IDataView Open(string query, InteractionLoader.Options? options = null) =>
        InteractionLoader.LoadFromDatabase(_mlContext, new DatabaseSource(SqliteFactory.Instance, _connection, query), options);

    private IEnumerable<(string User, string Item)> Load(string query, InteractionLoader.Options? options = null)
    {
        var view = Open(query, options);
        return view.GetColumn<string>("User").Zip(view.GetColumn<string>("Item"));
    }

    private void Refused(string query, InteractionLoader.Options options, long? row, string? column, string expected)
    {
        var exception = Assert.Throws<InvalidInteractionDataException>(() => Open(query, options));
        Assert.Equal((_path, row, column), (exception.File, exception.Row, exception.Column));
        Assert.Contains(expected, exception.Message);
    }
}
