namespace Microsoft.ML.GlobalLocal;

/// <summary>One line of a delimited file, cut into fields by the rules of ML.NET's text loader; reused from line to line.</summary>
internal sealed class DelimitedLine(char delimiter, bool allowQuoting)
{
    private readonly List<(int Start, int End, bool Quoted)> _fields = [];

    /// <summary>The line as it stands in the file.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>The line's number in the file, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Count;

    /// <summary>Whether a field is empty.</summary>
    public bool IsEmpty(int field) => _fields[field].Start == _fields[field].End;

    /// <summary>A field as it is written, without the quotes around it; quotes within are still doubled.</summary>
    public ReadOnlySpan<char> GetSpan(int field) => Text.AsSpan(_fields[field].Start, _fields[field].End - _fields[field].Start);

    /// <summary>The value of a field.</summary>
    public string GetText(int field) => _fields[field].Quoted
        ? GetSpan(field).ToString().Replace("\"\"", "\"", StringComparison.Ordinal)
        : GetSpan(field).ToString();

    /// <summary>Cuts a line into fields.</summary>
    /// <param name="text">The line.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns>What is wrong with the quotes of the line; <see langword="null"/> where nothing is.</returns>
    public string? Parse(string text, long number)
    {
        Text = text;
        Number = number;
        _fields.Clear();
        for (int position = 0; ; position++)
        {
            position = SkipSpaces(position);
            bool quoted = allowQuoting && position < text.Length && text[position] == '"';
            if (quoted)
            {
                int start = position + 1;
                int end = FindClosingQuote(start);
                if (end < 0)
                {
                    return $"the quote that opens field {_fields.Count} (from 0) is not closed on the line";
                }

                _fields.Add((start, end, true));
                position = SkipSpaces(end + 1);
                if (position < text.Length && text[position] != delimiter)
                {
                    return $"there is text after the closing quote of field {_fields.Count - 1} (from 0); a quote within quotes must be doubled";
                }
            }
            else
            {
                int end = text.IndexOf(delimiter, position);
                end = end < 0 ? text.Length : end;
                _fields.Add((position, end, false));
                position = end;
            }

            if (position >= text.Length)
            {
                return null;
            }
        }
    }

    private int SkipSpaces(int position)
    {
        while (delimiter != ' ' && position < Text.Length && Text[position] == ' ')
        {
            position++;
        }

        return position;
    }

    private int FindClosingQuote(int position)
    {
        for (; position < Text.Length; position++)
        {
            if (Text[position] == '"')
            {
                if (position + 1 == Text.Length || Text[position + 1] != '"')
                {
                    return position;
                }

                position++;
            }
        }

        return -1;
    }
}
