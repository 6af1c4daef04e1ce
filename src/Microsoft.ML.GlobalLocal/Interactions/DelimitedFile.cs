using System.Globalization;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A delimited text file, read line by line and checked on the way. ML.NET's text loader turns malformed input silently into missing values or
/// leaves it out; this class refuses it, and says where it is.
/// </summary>
internal sealed class DelimitedFile
{
    private readonly bool _allowQuoting;

    private DelimitedFile(string path, char delimiter, bool allowQuoting, DelimitedLine first, bool? hasHeader)
    {
        Path = path;
        Delimiter = delimiter;
        _allowQuoting = allowQuoting;
        ColumnCount = first.Count;
        var fields = Enumerable.Range(0, first.Count).Select(first.GetText).ToArray();
        HasHeader = hasHeader ?? !fields.All(field => TryParseNumber(field, out _));
        Header = HasHeader ? fields : [];
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>What separates the fields.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The names of the columns; empty without a header.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The number of fields of every line.</summary>
    public int ColumnCount { get; }

    /// <summary>Reads the first line: the delimiter, the header, the number of columns.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="delimiter">What separates the fields; <see langword="null"/>: a tab where the first line has one, else a comma.</param>
    /// <param name="hasHeader">Whether the first line is a header; <see langword="null"/>: it is, unless all its fields are numbers.</param>
    /// <param name="allowQuoting">Whether a field may stand in double quotes.</param>
    /// <exception cref="InvalidInteractionDataException">The file is empty, or its first line is malformed.</exception>
    public static DelimitedFile Open(string path, char? delimiter, bool? hasHeader, bool allowQuoting)
    {
        foreach (var (text, number) in ReadLines(path))
        {
            char separator = delimiter ?? (text.Contains('\t') ? '\t' : text.Contains(',') ? ',' : throw new InvalidInteractionDataException(
                "there is no tab and no comma, so the columns cannot be told apart. Expected at least a user and an item; if something else separates them, give the delimiter.", path, number));
            var line = new DelimitedLine(separator, allowQuoting);
            Parse(line, text, number, path);
            return new DelimitedFile(path, separator, allowQuoting, line, hasHeader);
        }

        throw new InvalidInteractionDataException("the file is empty. Expected one interaction per line, a user and an item at least.", path);
    }

    /// <summary>Finds a column.</summary>
    /// <param name="column">Its name in the header, or else its position from 0.</param>
    /// <exception cref="InvalidInteractionDataException">There is no such column.</exception>
    public int FindColumn(string column)
    {
        int index = FindName(column);
        if (index >= 0)
        {
            return index;
        }

        if (int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < ColumnCount)
        {
            return index;
        }

        throw new InvalidInteractionDataException(HasHeader
            ? $"there is no column '{column}'. The columns are {string.Join(", ", Header.Select(name => $"'{name}'"))}; name one of them, or give a position from 0 to {ColumnCount - 1}."
            : $"there is no column '{column}'. The file has no header; give a position from 0 to {ColumnCount - 1}.", Path);
    }

    /// <summary>Finds a column by its name in the header, first as it is written, then whatever the case; -1 where there is none.</summary>
    public int FindName(string name)
    {
        var names = Header.ToList();
        int index = names.IndexOf(name);
        return index >= 0 ? index : names.FindIndex(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A column for messages: its name in quotes, or its position.</summary>
    public string Describe(int column) => HasHeader ? $"'{Header[column]}'" : column.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads and checks the lines after the header. The same object is returned for all of them.</summary>
    /// <exception cref="InvalidInteractionDataException">A line is malformed.</exception>
    public IEnumerable<DelimitedLine> ReadRows()
    {
        var line = new DelimitedLine(Delimiter, _allowQuoting);
        bool header = HasHeader;
        foreach (var (text, number) in ReadLines(Path))
        {
            if (header)
            {
                header = false;
                continue;
            }

            Parse(line, text, number, Path);
            if (line.Count != ColumnCount)
            {
                throw new InvalidInteractionDataException(
                    $"the line has {line.Count} field{(line.Count == 1 ? "" : "s")}, the first line has {ColumnCount}. Every line must have as many; correct or remove the line.", Path, number);
            }

            yield return line;
        }
    }

    /// <summary>Parses a number in the invariant culture, as ML.NET's loader does.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out double value) => double.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);

    private static void Parse(DelimitedLine line, string text, long number, string path)
    {
        if (line.Parse(text, number) is { } problem)
        {
            throw new InvalidInteractionDataException($"{problem}. Correct the line, or switch quoting off if quotes are ordinary characters in this file.", path, number);
        }
    }

    /// <summary>The lines that are not empty, numbered from 1.</summary>
    private static IEnumerable<(string Text, long Number)> ReadLines(string path)
    {
        // Bytes that are no UTF-8 become NUL, which text does not hold either.
        var encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\0"));
        using var reader = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: false);
        bool any = false;
        for (long number = 1; reader.ReadLine() is { } text; number++)
        {
            if (text.Length == 0)
            {
                continue;
            }

            if (text.Contains('\0'))
            {
                throw new InvalidInteractionDataException("the line is not UTF-8 text. Expected a text file in UTF-8 (not compressed, not UTF-16); convert the file.", path, number);
            }

            // The loader would take these for comments and leave them out.
            if (text.StartsWith("//", StringComparison.Ordinal) || (!any && text[0] == '#'))
            {
                throw new InvalidInteractionDataException(
                    $"the line starts with '{(text[0] == '#' ? "#" : "//")}', which ML.NET's text loader takes for a comment. Put the first field in double quotes, or remove the line.", path, number);
            }

            any = true;
            yield return (text, number);
        }
    }
}
