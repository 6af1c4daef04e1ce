namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

/// <summary>A test that needs a PostgreSQL server.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (ConnectionString is null)
        {
            Skip = "GLOBALLOCAL_TEST_POSTGRES holds no connection string of a PostgreSQL server.";
        }
    }

    /// <summary>What opens the server's database; the test makes temporary tables there.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable("GLOBALLOCAL_TEST_POSTGRES");
}
