using System.Globalization;
using System.Net;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A table to look at.</summary>
/// <param name="Caption">What is above it; may be empty.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The text of the rows in each column.</param>
internal sealed record DisplayTable(string Caption, IReadOnlyList<DisplayColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Gap = "  ";

    /// <summary>A table of rows.</summary>
    public static DisplayTable Of<TRow>(IEnumerable<TRow> rows, string caption = "")
        where TRow : ITableRow => new(caption, TRow.Columns, [.. rows.Select(row => row.Cells)]);

    /// <summary>A number as the tables show it.</summary>
    public static string Format(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>The table as HTML; all text is encoded.</summary>
    public string ToHtml()
    {
        string caption = Caption.Length == 0 ? "" : $"<caption>{WebUtility.HtmlEncode(Caption)}</caption>";
        string head = string.Concat(Columns.Select(column => Cell("th", column, column.Name)));
        string body = string.Concat(Rows.Select(row => $"<tr>{string.Concat(row.Select((text, n) => Cell("td", Columns[n], text)))}</tr>\n"));
        return $"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n";
    }

    /// <summary>The table as lines of text, without a line break at the end.</summary>
    public string ToText()
    {
        var widths = Columns.Select((column, n) => Rows.Select(row => row[n].Length).Append(column.Name.Length).Max()).ToArray();
        var lines = Rows.Prepend([.. Columns.Select(column => column.Name)])
            .Select(row => string.Join(Gap, row.Select((text, n) => Columns[n].IsNumber ? text.PadLeft(widths[n]) : text.PadRight(widths[n]))).TrimEnd());
        return string.Join('\n', Caption.Length == 0 ? lines : lines.Prepend(Caption));
    }

    private static string Cell(string element, DisplayColumn column, string text) =>
        $"<{element} style=\"text-align:{(column.IsNumber ? "right" : "left")}\">{WebUtility.HtmlEncode(text)}</{element}>";
}
