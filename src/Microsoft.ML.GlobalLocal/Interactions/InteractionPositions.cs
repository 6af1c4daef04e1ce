namespace Microsoft.ML.GlobalLocal;

/// <summary>Which columns of a file or table are read.</summary>
/// <param name="User">The users' column, from 0.</param>
/// <param name="Item">The items' column, from 0.</param>
/// <param name="Rating">The ratings' column, from 0; <see langword="null"/> where ratings are not asked for.</param>
/// <param name="Time">The column of times, from 0; <see langword="null"/> where times are not asked for.</param>
internal sealed record InteractionPositions(int User, int Item, int? Rating, int? Time)
{
    /// <summary>Finds the columns that are asked for, or those that there are by default.</summary>
    /// <exception cref="InvalidInteractionDataException">A column is missing, or would be read as two things.</exception>
    public static InteractionPositions Find(StoreColumns columns, InteractionLoader.Options options)
    {
        int user = Find(columns, options.UserColumn, "user", 0);
        int item = Find(columns, options.ItemColumn, "item", 1);
        if (user == item)
        {
            throw new InvalidInteractionDataException("the column would hold both users and items. Name both columns, or give their positions.", columns.Store, column: columns.Describe(user));
        }

        int? rating = options.RatingColumn is null && options.RatingThreshold is null ? null : Find(columns, options.RatingColumn, "rating", 2);
        int? time = options.TimeColumn is null ? null : columns.Find(options.TimeColumn);
        return new InteractionPositions(user, item, rating, time);
    }

    private static int Find(StoreColumns columns, string? asked, string name, int position)
    {
        if (asked is not null)
        {
            return columns.Find(asked);
        }

        int named = columns.FindName(name);
        return named >= 0 ? named : position < columns.Count ? position : throw new InvalidInteractionDataException(
            $"there is no column '{name}' and no column {position} (from 0). Name the column, or give its position.", columns.Store);
    }
}
