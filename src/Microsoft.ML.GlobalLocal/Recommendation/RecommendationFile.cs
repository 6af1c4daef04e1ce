using System.Buffers;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes recommendations to delimited text files.</summary>
public static class RecommendationFile
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\"\r\n");

    /// <summary>
    /// Writes a header, and a line of a user, a rank from 1, an item and its score for every recommendation, in UTF-8. They are written as they come,
    /// to a file beside the target that takes its place once it is whole. <see cref="InteractionLoader"/> reads the file again.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="recommendations">The lists, as <see cref="Recommender.RecommendAll"/> gives them.</param>
    /// <param name="delimiter">What separates the columns. Default: a tab.</param>
    /// <param name="cancellationToken">Stops the writing; the old file stays.</param>
    /// <exception cref="ArgumentException">A quote, a space or a line end cannot separate the columns.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(string path, IEnumerable<UserRecommendations> recommendations, char delimiter = '\t', CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(recommendations);
        if (delimiter is '"' or ' ' or '\r' or '\n')
        {
            throw new ArgumentException("A quote, a space or a line end cannot separate the columns; use a tab, a comma or the like.", nameof(delimiter));
        }

        WholeFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(delimiter, "user", "rank", "item", "score"));
            foreach (var (user, items) in recommendations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string userField = Quote(user, delimiter);
                for (int n = 0; n < items.Count; n++)
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{userField}{delimiter}{n + 1}{delimiter}{Quote(items[n].Item, delimiter)}{delimiter}{items[n].Score:R}"));
                }
            }
        });
    }

    /// <summary>An id in quotes where it would else be read as something else, by ML.NET's text loader too: a comment, or without its spaces.</summary>
    private static string Quote(string id, char delimiter) =>
        id.Length == 0 || id[0] is ' ' or '#' || id[^1] == ' ' || id.StartsWith("//", StringComparison.Ordinal) || id.Contains(delimiter) || id.AsSpan().ContainsAny(Quoted)
            ? $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : id;
}
