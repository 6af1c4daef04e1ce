using Microsoft.Data.Sqlite;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>SQLite databases, each a file.</summary>
internal static class SqliteFile
{
    /// <summary>What opens a database. Without a pool, so that a closed file is closed.</summary>
    public static string GetConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString;

    /// <summary>
    /// Replaces a table by recommendations, and makes it where it is not. A database that is there keeps its other tables, and all of them as they were
    /// if anything fails; a new one appears once it is whole.
    /// </summary>
    public static void Write(string path, string table, IEnumerable<UserRecommendations> recommendations, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            Replace(path, SqliteOpenMode.ReadWrite);
        }
        else
        {
            WholeFile.WriteBeside(path, beside => Replace(beside, SqliteOpenMode.ReadWriteCreate));
        }

        void Replace(string file, SqliteOpenMode mode)
        {
            using var connection = new SqliteConnection(GetConnectionString(file, mode));
            connection.Open();
            using var transaction = connection.BeginTransaction();
            string name = $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            using var create = connection.CreateCommand();
            create.CommandText = $"CREATE TABLE IF NOT EXISTS {name} (\"user\" TEXT NOT NULL, \"rank\" INTEGER NOT NULL, \"item\" TEXT NOT NULL, \"score\" REAL NOT NULL, PRIMARY KEY (\"user\", \"rank\"))";
            create.ExecuteNonQuery();
            RecommendationTable.Replace(transaction, name, recommendations, cancellationToken);
            transaction.Commit();
        }
    }
}
