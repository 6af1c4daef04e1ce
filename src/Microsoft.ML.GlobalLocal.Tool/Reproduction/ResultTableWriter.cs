namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes tables of results as CSV, a line per cell, and as Markdown, a table per group of columns.</summary>
internal static class ResultTableWriter
{
    /// <summary>Writes a header and a line per cell that is not empty.</summary>
    public static void WriteCsv(ResultTable table, TextWriter output) => throw new NotImplementedException();

    /// <summary>Writes the title, the note and the table.</summary>
    public static void WriteMarkdown(ResultTable table, TextWriter output) => throw new NotImplementedException();
}
