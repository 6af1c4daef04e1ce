namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Loads interactions from a Parquet file, one interaction per row. The columns of the view are those of <see cref="InteractionLoader"/>, and so are
/// the checks, in one streaming pass over the columns that are read: no more than a row group is in memory.
/// </summary>
public static class ParquetInteractions
{
    /// <summary>Checks a file and loads it. Rows are read from the file, row group by row group, whenever the view is enumerated.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">The path of one file.</param>
    /// <param name="options">
    /// What the columns mean; default: see <see cref="InteractionLoader.Options"/>. What concerns text files alone must not be set. Ids are text, whole
    /// numbers or UUIDs; ratings are numbers; times are numbers, timestamps or dates. Ratings and times may be text, too.
    /// </param>
    /// <exception cref="InvalidInteractionDataException">The file is no Parquet file, has no rows, lacks a column or a value; the message says where.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IDataView Load(MLContext mlContext, string path, InteractionLoader.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new InteractionLoader.Options();
        InteractionLoader.CheckForTable(options);

        using var table = ParquetTable.Open(path);
        var positions = InteractionPositions.Find(table.Columns, options);
        var check = new InteractionCheck(table.Columns, positions, options.RatingThreshold, hasLines: false);
        table.CheckId(positions.User);
        table.CheckId(positions.Item);
        if (positions.Rating is { } rating)
        {
            table.CheckRating(rating);
        }

        if (positions.Time is { } time)
        {
            table.CheckTime(time);
        }

        CheckRows(table, positions, check);
        return InteractionLoader.KeepRated(mlContext, new ParquetInteractionView(path, positions, check.TimeIsNumber), options);
    }

    private static void CheckRows(ParquetTable table, InteractionPositions positions, InteractionCheck check)
    {
        long row = 0;
        for (int group = 0; group < table.GroupCount; group++)
        {
            var users = table.ReadText(group, positions.User);
            var items = table.ReadText(group, positions.Item);
            var ratings = positions.Rating is { } rating ? table.ReadValues(group, rating) : null;
            var times = positions.Time is { } time ? table.ReadValues(group, time) : null;
            for (int n = 0; n < users.Length; n++)
            {
                check.NextRow(++row);
                check.CheckId(positions.User, string.IsNullOrEmpty(users[n]));
                check.CheckId(positions.Item, string.IsNullOrEmpty(items[n]));
                CheckRating(check, ratings, n);
                CheckTime(check, times, n);
            }
        }

        check.Complete();
    }

    private static void CheckRating(InteractionCheck check, Array? ratings, int row)
    {
        if (ratings is string?[] texts)
        {
            check.CheckRating(texts[row]);
        }
        else if (ratings is double[] numbers)
        {
            check.CheckRating(numbers[row]);
        }
    }

    private static void CheckTime(InteractionCheck check, Array? times, int row)
    {
        if (times is string?[] texts)
        {
            check.CheckTime(texts[row]);
        }
        else if (times is double[] numbers)
        {
            check.CheckTime(numbers[row]);
        }
        else if (times is DateTime?[] dates && dates[row] is { } date)
        {
            check.CheckTime(date);
        }
        else if (times is not null)
        {
            check.CheckTime(default(ReadOnlySpan<char>));
        }
    }
}
