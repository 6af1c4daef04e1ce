namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes lines of comma-separated fields (RFC 4180).</summary>
internal static class CsvLine
{
    /// <summary>Writes a line; fields with a comma, a quote or a line break are quoted.</summary>
    public static void Write(TextWriter output, params IEnumerable<string> fields) => output.Write(string.Join(',', fields.Select(Quote)) + "\n");

    private static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"")}\"" : field;
}
