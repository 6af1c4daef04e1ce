using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Where interactions are, as the command line names it: a text file, a Parquet file, or a query of an SQLite database.</summary>
internal static class InteractionSource
{
    private const string SqlitePrefix = "sqlite:";

    /// <summary>Whether a source is a text file, to which the options on text apply.</summary>
    public static bool IsText(string source) => !IsSqlite(source) && !IsParquet(source);

    /// <summary>Loads interactions.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="source">The source.</param>
    /// <param name="options">How it is read; what concerns text files alone is left out for others.</param>
    public static IDataView Load(MLContext mlContext, string source, InteractionLoader.Options options)
    {
        if (IsText(source))
        {
            return InteractionLoader.Load(mlContext, source, options);
        }

        options = options with { Delimiter = null, HasHeader = null, AllowQuoting = true };
        return IsParquet(source) ? ParquetInteractions.Load(mlContext, source, options) : LoadSqlite(mlContext, source, options);
    }

    private static bool IsParquet(string source) => !IsSqlite(source) && source.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    private static bool IsSqlite(string source) => source.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase);

    private static IDataView LoadSqlite(MLContext mlContext, string source, InteractionLoader.Options options)
    {
        string[] parts = source[SqlitePrefix.Length..].Split('?', 2);
        if (parts.Length < 2 || string.IsNullOrWhiteSpace(parts[0]) || string.IsNullOrWhiteSpace(parts[1]))
        {
            throw new UsageException($"'{source}' names no database and query; expected \"sqlite:FILE?QUERY\", such as \"sqlite:shop.db?SELECT user, item FROM orders\".");
        }

        if (!File.Exists(parts[0]))
        {
            throw new ToolException($"There is no database file '{parts[0]}'.");
        }

        try
        {
            return InteractionLoader.LoadFromDatabase(mlContext, new DatabaseSource(SqliteFactory.Instance, SqliteFile.GetConnectionString(parts[0], SqliteOpenMode.ReadOnly), parts[1]), options);
        }
        catch (DbException exception)
        {
            throw new ToolException($"The database '{parts[0]}' cannot be read by \"{parts[1]}\": {exception.Message}", exception);
        }
    }
}
