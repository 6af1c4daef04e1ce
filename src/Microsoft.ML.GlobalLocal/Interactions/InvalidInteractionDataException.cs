namespace Microsoft.ML.GlobalLocal;

/// <summary>Interaction data cannot be read: what is wrong, where, and what to do about it.</summary>
public sealed class InvalidInteractionDataException : FormatException
{
    /// <summary>Makes the exception; its message starts with the place.</summary>
    /// <param name="problem">What is wrong, what was expected, what to do: one or more sentences.</param>
    /// <param name="file">The path of the file.</param>
    /// <param name="line">The line, from 1; <see langword="null"/> where the problem is the file's as a whole.</param>
    /// <param name="column">The column's name or position; <see langword="null"/> where the problem is the line's as a whole.</param>
    public InvalidInteractionDataException(string problem, string file, long? line = null, string? column = null)
        : base($"{file}{(line is null ? "" : $", line {line}")}{(column is null ? "" : $", column {column}")}: {problem}")
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The path of the file.</summary>
    public string File { get; }

    /// <summary>The line, from 1; <see langword="null"/> where the problem is the file's as a whole.</summary>
    public long? Line { get; }

    /// <summary>The column's name or position; <see langword="null"/> where the problem is the line's as a whole.</summary>
    public string? Column { get; }
}
