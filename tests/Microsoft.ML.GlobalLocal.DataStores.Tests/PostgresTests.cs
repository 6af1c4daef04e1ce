using Microsoft.ML.Data;
using Npgsql;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

/// <summary>The types of PostgreSQL, there and back.</summary>
public class PostgresTests
{
    private const string Orders = """
        (VALUES
            (1, 7::bigint, 'tea'::varchar, 3.5::double precision, 3.5::numeric, '2020-01-02'::date, '2020-01-02 03:04:05+00'::timestamptz, gen_random_uuid()),
            (2, 8, 'naïve 日本', 1.5, 4, '2021-01-02', '2021-01-02 03:04:05+00', gen_random_uuid())
        ) AS orders (id, customer, product, rating, stars, day, moment, code)
        """;

    private readonly MLContext _mlContext = new();

    [PostgresFact]
    public void Rows_are_loaded()
    {
        var options = new InteractionLoader.Options { UserColumn = "customer", ItemColumn = "product" };
        var view = Load($"SELECT * FROM {Orders} ORDER BY id", options with { RatingColumn = "rating", TimeColumn = "day" });
        Assert.Equal(["7", "8"], view.GetColumn<string>("User"));
        Assert.Equal(["tea", "naïve 日本"], view.GetColumn<string>("Item"));
        Assert.Equal([3.5f, 1.5f], view.GetColumn<float>("Rating"));
        Assert.Equal([new(2020, 1, 2), new(2021, 1, 2)], view.GetColumn<DateTime>("Time"));
        view = Load($"SELECT * FROM {Orders} ORDER BY id", options with { RatingThreshold = 2, TimeColumn = "moment" });
        Assert.Equal([new(2020, 1, 2, 3, 4, 5)], view.GetColumn<DateTime>("Time"));

        Refused($"SELECT * FROM {Orders}", options with { RatingColumn = "stars" }, "column 'stars': the value is of type Decimal");
        Refused($"SELECT * FROM {Orders}", options with { UserColumn = "code" }, "column 'code': the id is a value of type Guid");
        Assert.Throws<PostgresException>(() => Load("SELECT nothing", options));
    }

    [PostgresFact]
    public void Recommendations_are_written()
    {
        using var connection = new NpgsqlConnection(PostgresFactAttribute.ConnectionString);
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = "CREATE TEMPORARY TABLE recommendations (\"user\" varchar(100), \"rank\" integer, \"item\" varchar(100), \"score\" real, PRIMARY KEY (\"user\", \"rank\"))";
        create.ExecuteNonQuery();
        for (int time = 0; time < 2; time++)
        {
            using var transaction = connection.BeginTransaction();
            RecommendationTable.Replace(transaction, "recommendations", Enumerable.Range(0, 600).Select(n => new UserRecommendations($"u{n:000}", [new("日本", n / 7f)])));
            transaction.Commit();
        }

        using var query = connection.CreateCommand();
        query.CommandText = "SELECT * FROM recommendations ORDER BY \"user\"";
        using var reader = query.ExecuteReader();
        for (int n = 0; n < 600; n++)
        {
            Assert.True(reader.Read());
            Assert.Equal(($"u{n:000}", 1, "日本", n / 7f), (reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFloat(3)));
        }

        Assert.False(reader.Read());
    }

    private IDataView Load(string query, InteractionLoader.Options options) =>
        InteractionLoader.LoadFromDatabase(_mlContext, new DatabaseSource(NpgsqlFactory.Instance, PostgresFactAttribute.ConnectionString, query), options);

    private void Refused(string query, InteractionLoader.Options options, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInteractionDataException>(() => Load(query, options)).Message);
}
