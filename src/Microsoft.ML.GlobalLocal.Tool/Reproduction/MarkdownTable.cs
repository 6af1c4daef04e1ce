namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes a table of Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes a header and rows.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="header">The titles of the columns.</param>
    /// <param name="rows">The rows, of as many fields.</param>
    public static void Write(TextWriter output, IReadOnlyCollection<string> header, IEnumerable<IReadOnlyCollection<string>> rows)
    {
        WriteRow(output, header);
        output.Write($"|{string.Concat(Enumerable.Repeat("---|", header.Count))}\n");
        foreach (var row in rows)
        {
            WriteRow(output, row);
        }
    }

    private static void WriteRow(TextWriter output, IEnumerable<string> fields) =>
        output.Write($"| {string.Join(" | ", fields.Select(field => field.Replace("|", "\\|")))} |\n");
}
