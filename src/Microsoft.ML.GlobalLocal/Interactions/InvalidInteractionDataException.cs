namespace Microsoft.ML.GlobalLocal;

/// <summary>Interaction data cannot be read: what is wrong, where, and what to do about it.</summary>
public sealed class InvalidInteractionDataException : FormatException
{
    /// <summary>Makes the exception; its message starts with the place.</summary>
    /// <param name="problem">What is wrong, what was expected, what to do: one or more sentences.</param>
    /// <param name="file">The path of the file, or the name of the database.</param>
    /// <param name="line">The line of a text file, from 1; <see langword="null"/> where the problem is the file's as a whole, or there are no lines.</param>
    /// <param name="column">The column's name or position; <see langword="null"/> where the problem is that of all columns.</param>
    /// <param name="row">The row of a table, from 1; <see langword="null"/> where the problem is the table's as a whole, or there are lines.</param>
    /// <param name="innerException">What the store itself says; <see langword="null"/> where it says nothing.</param>
    public InvalidInteractionDataException(string problem, string file, long? line = null, string? column = null, long? row = null, Exception? innerException = null)
        : base($"{file}{(line is null ? "" : $", line {line}")}{(row is null ? "" : $", row {row}")}{(column is null ? "" : $", column {column}")}: {problem}", innerException)
    {
        File = file;
        Line = line;
        Row = row;
        Column = column;
    }

    /// <summary>The path of the file, or the name of the database.</summary>
    public string File { get; }

    /// <summary>The line of a text file, from 1; <see langword="null"/> where the problem is the file's as a whole, or there are no lines.</summary>
    public long? Line { get; }

    /// <summary>The row of a table, from 1; <see langword="null"/> where the problem is the table's as a whole, or there are lines.</summary>
    public long? Row { get; }

    /// <summary>The column's name or position; <see langword="null"/> where the problem is that of all columns.</summary>
    public string? Column { get; }
}
