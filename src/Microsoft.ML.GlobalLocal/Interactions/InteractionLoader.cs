using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Loads interactions from a delimited text file, one interaction per line, by ML.NET's text loader, or from a database by ML.NET's database loader.
/// </summary>
/// <remarks>
/// <para>The columns of the view:</para>
/// <list type="table">
/// <listheader><term>Column</term><description>Type and meaning</description></listheader>
/// <item><term><c>User</c>, <c>Item</c></term><description>Text: the ids.</description></item>
/// <item><term><c>Rating</c></term><description><see cref="float"/>: where a rating column or a threshold is asked for.</description></item>
/// <item><term><c>Time</c></term><description><see cref="double"/> where the first row has a number, else <see cref="DateTime"/>: where a time column is asked for.</description></item>
/// </list>
/// <para>The text loader says nothing about malformed lines, nor the database loader about missing values. The data is therefore checked as a whole
/// first, in one streaming pass. Spaces in a text file around an id are part of it only within quotes, or at its end. Repeated rows stay; whoever builds an <see cref="InteractionMatrix"/> merges
/// them.</para>
/// </remarks>
public static class InteractionLoader
{
    /// <summary>What the columns of a file or table mean. The defaults read MovieLens' <c>u.data</c> and <c>ratings.csv</c> as they are.</summary>
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

        /// <summary>What separates the columns of a text file. Default: a tab where the first line has one, else a comma.</summary>
        public char? Delimiter { get; init; }

        /// <summary>Whether the first line of a text file names the columns. Default: it does, unless all its fields are numbers.</summary>
        public bool? HasHeader { get; init; }

        /// <summary>Whether a field of a text file may stand in double quotes, a quote within being doubled. Default: yes.</summary>
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

        CheckThreshold(options);
        var file = DelimitedFile.Open(path, options.Delimiter, options.HasHeader, options.AllowQuoting);
        if (file.Columns.Count < 2)
        {
            throw new InvalidInteractionDataException(
                "there is only one column. Expected at least a user and an item; if something else separates them, give the delimiter.", file.Path, 1);
        }

        var positions = InteractionPositions.Find(file.Columns, options);
        bool timeIsNumber = Check(file, positions, options.RatingThreshold);
        var loaded = new List<TextLoader.Column>
        {
            new("User", DataKind.String, positions.User),
            new("Item", DataKind.String, positions.Item),
        };
        if (positions.Rating is { } rating)
        {
            loaded.Add(new TextLoader.Column("Rating", DataKind.Single, rating));
        }

        if (positions.Time is { } time)
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
        return KeepRated(mlContext, loader.Load(new SingleFile(path)), options);
    }

    /// <summary>Checks what a query gives and loads it by ML.NET's database loader. The query is run whenever the view is enumerated.</summary>
    /// <remarks>
    /// The columns are those of a file: found by name or position, and loaded as <c>User</c>, <c>Item</c>, <c>Rating</c> and <c>Time</c>. Ids are text
    /// or whole numbers; ratings are numbers; times are numbers or dates, also as text. A query whose rows may come in another order the next time
    /// needs an <c>ORDER BY</c> where the view is split by <see cref="InteractionSplitter"/>.
    /// </remarks>
    /// <param name="mlContext">The context.</param>
    /// <param name="source">The database and the query; any provider of ADO.NET.</param>
    /// <param name="options">What the columns mean; default: see <see cref="Options"/>. What concerns text files alone must not be set.</param>
    /// <exception cref="InvalidInteractionDataException">There are no rows, a column is missing, or a value is; the message says where.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be opened, or refuses the query.</exception>
    public static IDataView LoadFromDatabase(MLContext mlContext, DatabaseSource source, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new Options();
        CheckForTable(options);
        return KeepRated(mlContext, DatabaseInteractions.Load(mlContext, source, options), options);
    }

    /// <summary>Checks options for a store that is no text file.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    internal static void CheckForTable(Options options)
    {
        CheckThreshold(options);
        if (options.Delimiter is not null || options.HasHeader is not null || !options.AllowQuoting)
        {
            throw new ArgumentException("A delimiter, a header and quotes are those of text files; leave these options out.", nameof(options));
        }
    }

    /// <summary>Leaves out the rows with a rating below the threshold, where there is one.</summary>
    internal static IDataView KeepRated(MLContext mlContext, IDataView view, Options options) =>
        options.RatingThreshold is { } lowest ? mlContext.Data.FilterRowsByColumn(view, "Rating", lowerBound: lowest) : view;

    /// <summary>Reads the whole file once; returns whether the times are numbers.</summary>
    private static bool Check(DelimitedFile file, InteractionPositions positions, float? threshold)
    {
        var check = new InteractionCheck(file.Columns, positions, threshold, hasLines: true);
        foreach (var row in file.ReadRows())
        {
            check.NextRow(row.Number);
            check.CheckId(positions.User, row.IsEmpty(positions.User));
            check.CheckId(positions.Item, row.IsEmpty(positions.Item));
            if (positions.Rating is { } rating)
            {
                check.CheckRating(row.GetSpan(rating));
            }

            if (positions.Time is { } time)
            {
                check.CheckTime(row.GetSpan(time));
            }
        }

        check.Complete();
        return check.TimeIsNumber ?? true;
    }

    private static void CheckThreshold(Options options)
    {
        if (options.RatingThreshold is { } threshold && !float.IsFinite(threshold))
        {
            throw new ArgumentException($"The rating threshold is {threshold}; it must be a finite number.", nameof(options));
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
