using System.Data.Common;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Where the recommendations for all users go; the ending of the file's name says what it is.</summary>
internal static class RecommendationOutput
{
    /// <summary>What the endings mean, for messages.</summary>
    public const string Endings = ".parquet, .csv, .tsv, .db or .sqlite";

    /// <summary>Whether a file is an SQLite database.</summary>
    public static bool IsSqlite(string path) => GetEnding(path) is ".db" or ".sqlite";

    /// <summary>Whether the ending of a file's name says what it is to be.</summary>
    public static bool IsKnown(string path) => GetEnding(path) is ".parquet" or ".csv" or ".tsv" || IsSqlite(path);

    /// <summary>Writes recommendations as they come. What was there before stays until all are written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table of a database.</param>
    /// <param name="recommendations">The lists.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static void Write(string path, string table, IEnumerable<UserRecommendations> recommendations, CancellationToken cancellationToken)
    {
        try
        {
            switch (GetEnding(path))
            {
                case ".parquet":
                    ParquetRecommendations.Write(path, recommendations, cancellationToken);
                    break;
                case ".csv":
                    RecommendationFile.Write(path, recommendations, ',', cancellationToken);
                    break;
                case ".tsv":
                    RecommendationFile.Write(path, recommendations, '\t', cancellationToken);
                    break;
                default:
                    SqliteFile.Write(path, table, recommendations, cancellationToken);
                    break;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            throw new ToolException($"The recommendations could not be written to '{path}': {exception.Message} What was there before is still there.", exception);
        }
    }

    private static string GetEnding(string path) => Path.GetExtension(path).ToLowerInvariant();
}
