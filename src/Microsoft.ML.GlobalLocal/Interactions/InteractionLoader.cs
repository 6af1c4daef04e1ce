using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Loads interactions from a delimited text file, one interaction per line, by ML.NET's text loader.
/// </summary>
/// <remarks>
/// <para>The columns of the view:</para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><c>User</c>, <c>Item</c></term><description>Text: the ids.</description></item>
/// <item><term><c>Rating</c></term><description><see cref="float"/>: where a rating column or a threshold is asked for.</description></item>
/// <item><term><c>Time</c></term><description><see cref="double"/> where the first row has a number, else <see cref="DateTime"/>: where a time column is asked for.</description></item>
/// </list>
/// <para>The text loader says nothing about malformed lines. The file is therefore checked as a whole first, in one streaming pass. Spaces
/// around an id are part of it only within quotes, or at its end. Repeated rows stay; whoever builds an <see cref="InteractionMatrix"/> merges
/// them.</para>
/// </remarks>
public static class InteractionLoader
{
    /// <summary>What the columns of a file mean. The defaults read MovieLens' <c>u.data</c> and <c>ratings.csv</c> as they are.</summary>
    public sealed record Options
    {
        /// <summary>The users' column: a name of the header, or a position from 0. Default: the column <c>user</c>, whatever the case, else the first.</summary>
        public string? UserColumn { get; init; }

        /// <summary>The items' column: a name of the header, or a position from 0. Default: the column <c>item</c>, whatever the case, else the second.</summary>
        public string? ItemColumn { get; init; }

        /// <summary>The ratings' column: a name of the header, or a position from 0. Default: none; with a <see cref="RatingThreshold"/> the column <c>rating</c>, whatever the case, else the third.</summary>
        public string? RatingColumn { get; init; }

        /// <summary>The column of times, numbers such as Unix seconds or dates: a name of the header, or a position from 0. Default: none.</summary>
        public string? TimeColumn { get; init; }

        /// <summary>Rows with a rating below it are left out. Default: every interaction counts.</summary>
        public float? RatingThreshold { get; init; }

        /// <summary>What separates the columns. Default: a tab where the first line has one, else a comma.</summary>
        public char? Delimiter { get; init; }

        /// <summary>Whether the first line names the columns. Default: it does, unless all its fields are numbers.</summary>
        public bool? HasHeader { get; init; }

        /// <summary>Whether a field may stand in double quotes, a quote within being doubled. Default: yes.</summary>
        public bool AllowQuoting { get; init; } = true;
    }

    /// <summary>Checks a file and loads it. Rows are read from the file whenever the view is enumerated.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">The path of one file.</param>
    /// <param name="options">What the columns mean; default: see <see cref="Options"/>.</param>
    /// <exception cref="InvalidInteractionDataException">The file has no rows, lacks a column, or a line is malformed; the message says where.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IDataView Load(MLContext mlContext, string path, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new Options();
        if (options.Delimiter is '"' or '\r' or '\n' or '\0')
        {
            throw new ArgumentException("A quote, a line end or NUL cannot separate columns; use a tab, a comma, a semicolon, a space or the like.", nameof(options));
        }

        if (options.RatingThreshold is { } threshold && !float.IsFinite(threshold))
        {
            throw new ArgumentException($"The rating threshold is {threshold}; it must be a finite number.", nameof(options));
        }

        var file = DelimitedFile.Open(path, options.Delimiter, options.HasHeader, options.AllowQuoting);
        var columns = ColumnPositions.Find(file, options);
        bool timeIsNumber = Check(file, columns, options);

        var loaded = new List<TextLoader.Column>
        {
            new("User", DataKind.String, columns.User),
            new("Item", DataKind.String, columns.Item),
        };
        if (columns.Rating is { } rating)
        {
            loaded.Add(new TextLoader.Column("Rating", DataKind.Single, rating));
        }

        if (columns.Time is { } time)
        {
            loaded.Add(new TextLoader.Column("Time", timeIsNumber ? DataKind.Double : DataKind.DateTime, time));
        }

        var loader = mlContext.Data.CreateTextLoader(new TextLoader.Options
        {
            Columns = [.. loaded],
            Separators = [file.Delimiter],
            HasHeader = file.HasHeader,
            AllowQuoting = options.AllowQuoting,
            AllowSparse = false,
        });
        var view = loader.Load(new SingleFile(path));
        return options.RatingThreshold is { } lowest ? mlContext.Data.FilterRowsByColumn(view, "Rating", lowerBound: lowest) : view;
    }

    /// <summary>Reads the whole file once; returns whether the times are numbers.</summary>
    private static bool Check(DelimitedFile file, ColumnPositions columns, Options options)
    {
        bool? timeIsNumber = null;
        long rows = 0;
        long kept = 0;
        foreach (var row in file.ReadRows())
        {
            CheckId(file, row, columns.User, "user");
            CheckId(file, row, columns.Item, "item");
            float rating = columns.Rating is { } position ? ParseRating(file, row, position) : 0;
            if (columns.Time is { } time)
            {
                timeIsNumber ??= DelimitedFile.TryParseNumber(row.GetSpan(time), out _);
                CheckTime(file, row, time, timeIsNumber.Value);
            }

            rows++;
            kept += options.RatingThreshold is null || rating >= options.RatingThreshold ? 1 : 0;
        }

        if (rows == 0)
        {
            throw new InvalidInteractionDataException(
                "there is a header and nothing below it. Expected one interaction per line; if the first line is one, say that there is no header.", file.Path);
        }

        return kept > 0 ? timeIsNumber ?? true : throw new InvalidInteractionDataException(FormattableString.Invariant(
            $"none of the {rows} ratings reaches the threshold {options.RatingThreshold}. Lower the threshold."), file.Path, column: file.Describe(columns.Rating!.Value));
    }

    private static void CheckId(DelimitedFile file, DelimitedLine row, int column, string kind)
    {
        if (row.IsEmpty(column))
        {
            throw new InvalidInteractionDataException($"the {kind} id is empty. Every line needs one; correct or remove the line.", file.Path, row.Number, file.Describe(column));
        }
    }

    private static float ParseRating(DelimitedFile file, DelimitedLine row, int column) =>
        DelimitedFile.TryParseNumber(row.GetSpan(column), out double value) && float.IsFinite((float)value)
            ? (float)value
            : throw new InvalidInteractionDataException(
                $"the rating is '{row.GetText(column)}'. Expected a finite number such as 3.5; correct or remove the line, or name another rating column.", file.Path, row.Number, file.Describe(column));

    private static void CheckTime(DelimitedFile file, DelimitedLine row, int column, bool isNumber)
    {
        var text = row.GetSpan(column);
        if (isNumber ? !DelimitedFile.TryParseNumber(text, out double value) || !double.IsFinite(value) : !DateTime.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            throw new InvalidInteractionDataException(
                $"the time is '{text}'. Expected {(isNumber ? "a finite number, as in the first row," : "a number such as 881250949, or a date such as 1997-12-04T15:55:49,")} in every row; correct or remove the line, or name another time column.",
                file.Path, row.Number, file.Describe(column));
        }
    }

    private sealed record ColumnPositions(int User, int Item, int? Rating, int? Time)
    {
        public static ColumnPositions Find(DelimitedFile file, Options options)
        {
            if (file.ColumnCount < 2)
            {
                throw new InvalidInteractionDataException(
                    "there is only one column. Expected at least a user and an item; if something else separates them, give the delimiter.", file.Path, 1);
            }

            int user = Find(file, options.UserColumn, "user", 0);
            int item = Find(file, options.ItemColumn, "item", 1);
            if (user == item)
            {
                throw new InvalidInteractionDataException("the column would hold both users and items. Name both columns, or give their positions.", file.Path, column: file.Describe(user));
            }

            int? rating = options.RatingColumn is null && options.RatingThreshold is null ? null : Find(file, options.RatingColumn, "rating", 2);
            int? time = options.TimeColumn is null ? null : file.FindColumn(options.TimeColumn);
            return new ColumnPositions(user, item, rating, time);
        }

        private static int Find(DelimitedFile file, string? asked, string name, int position)
        {
            if (asked is not null)
            {
                return file.FindColumn(asked);
            }

            int named = file.FindName(name);
            return named >= 0 ? named : position < file.ColumnCount ? position : throw new InvalidInteractionDataException(
                $"there is no column '{name}' and no column {position} (from 0). Name the column, or give its position.", file.Path);
        }
    }

    /// <summary>One file, whatever its name: ML.NET's own source reads '+' and '*' in a path as several files.</summary>
    private sealed class SingleFile(string path) : IMultiStreamSource
    {
        public int Count => 1;

        public string GetPathOrNull(int index) => path;

        public Stream Open(int index) => File.OpenRead(path);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
