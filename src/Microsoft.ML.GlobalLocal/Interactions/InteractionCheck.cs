using System.Globalization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What is asked of every row of interactions, whatever store it comes from; what does not fulfil it is refused with its place.</summary>
/// <param name="columns">The columns of the store.</param>
/// <param name="positions">Those that are read.</param>
/// <param name="threshold">The lowest rating that counts; <see langword="null"/>: every row counts.</param>
/// <param name="hasLines">Whether rows are lines of a text file.</param>
internal sealed class InteractionCheck(StoreColumns columns, InteractionPositions positions, float? threshold, bool hasLines)
{
    private readonly string _row = hasLines ? "line" : "row";
    private long _number;
    private long _rows;
    private long _kept;

    /// <summary>Whether the times are numbers rather than dates; <see langword="null"/> before the first.</summary>
    public bool? TimeIsNumber { get; private set; }

    /// <summary>Starts a row.</summary>
    /// <param name="number">Its number, from 1.</param>
    public void NextRow(long number)
    {
        _number = number;
        _rows++;
        _kept += threshold is null ? 1 : 0;
    }

    /// <summary>Checks that an id is there.</summary>
    public void CheckId(int column, bool isEmpty)
    {
        if (isEmpty)
        {
            throw Refuse($"the {(column == positions.User ? "user" : "item")} id is empty. Every {_row} needs one; correct or remove the {_row}.", column);
        }
    }

    /// <summary>Checks a rating that is text.</summary>
    public void CheckRating(ReadOnlySpan<char> text)
    {
        if (!DelimitedFile.TryParseNumber(text, out double value) || !float.IsFinite((float)value))
        {
            throw RefuseRating(text);
        }

        Count((float)value);
    }

    /// <summary>Checks a rating that is a number, NaN where it is missing.</summary>
    public void CheckRating(double value)
    {
        if (!float.IsFinite((float)value))
        {
            throw RefuseRating(double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture));
        }

        Count((float)value);
    }

    /// <summary>Checks a time that is text; that of the first row says whether times are numbers or dates.</summary>
    public void CheckTime(ReadOnlySpan<char> text)
    {
        TimeIsNumber ??= DelimitedFile.TryParseNumber(text, out _);
        if (TimeIsNumber.Value ? !DelimitedFile.TryParseNumber(text, out double value) || !double.IsFinite(value) : !DateTime.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            throw RefuseTime(text);
        }
    }

    /// <summary>Checks a time that is a number, NaN where it is missing.</summary>
    public void CheckTime(double value)
    {
        TimeIsNumber ??= true;
        if (!TimeIsNumber.Value || !double.IsFinite(value))
        {
            throw RefuseTime(double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Checks that a date, which needs no check itself, is not among numbers.</summary>
    public void CheckTime(DateTime value)
    {
        TimeIsNumber ??= false;
        if (TimeIsNumber.Value)
        {
            throw RefuseTime(value.ToString("s", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Checks, at the end, that there are interactions.</summary>
    public void Complete()
    {
        if (_rows == 0)
        {
            throw new InvalidInteractionDataException(hasLines
                ? "there is a header and nothing below it. Expected one interaction per line; if the first line is one, say that there is no header."
                : "there are no rows. Expected one interaction per row.", columns.Store);
        }

        if (_kept == 0)
        {
            throw new InvalidInteractionDataException(FormattableString.Invariant(
                $"none of the {_rows} ratings reaches the threshold {threshold}. Lower the threshold."), columns.Store, column: columns.Describe(positions.Rating!.Value));
        }
    }

    /// <summary>Refuses the current row.</summary>
    public InvalidInteractionDataException Refuse(string problem, int column) => hasLines
        ? new(problem, columns.Store, line: _number, column: columns.Describe(column))
        : new(problem, columns.Store, row: _number, column: columns.Describe(column));

    private void Count(float rating) => _kept += threshold is { } lowest && rating >= lowest ? 1 : 0;

    private InvalidInteractionDataException RefuseRating(ReadOnlySpan<char> text) => Refuse(
        $"the rating is '{text}'. Expected a finite number such as 3.5; correct or remove the {_row}, or name another rating column.", positions.Rating!.Value);

    private InvalidInteractionDataException RefuseTime(ReadOnlySpan<char> text) => Refuse(
        $"the time is '{text}'. Expected {(TimeIsNumber == true ? "a finite number, as in the first row," : "a number such as 881250949, or a date such as 1997-12-04T15:55:49,")} in every row; correct or remove the {_row}, or name another time column.",
        positions.Time!.Value);
}
