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
        var fields = Enumerable.Range(0, first.Count).Select(first.GetText).ToArray();
        HasHeader = hasHeader ?? !fields.All(field => TryParseNumber(field, out _));
        Columns = new StoreColumns(path, HasHeader ? fields : [], first.Count);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>What separates the fields.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The columns: as many as every line has fields, named by the header where there is one.</summary>
    public StoreColumns Columns { get; }

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
            if (line.Count != Columns.Count)
            {
                throw new InvalidInteractionDataException(
                    $"the line has {line.Count} field{(line.Count == 1 ? "" : "s")}, the first line has {Columns.Count}. Every line must have as many; correct or remove the line.", Path, number);
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
