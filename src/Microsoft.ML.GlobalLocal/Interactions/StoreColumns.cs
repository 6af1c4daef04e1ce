using System.Globalization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The columns of a file or table of interactions, found by name or position.</summary>
/// <param name="store">The path of the file, or the name of the database, for messages.</param>
/// <param name="names">The columns' names; empty where they have none.</param>
/// <param name="count">The number of columns.</param>
internal sealed class StoreColumns(string store, IReadOnlyList<string> names, int count)
{
    /// <summary>The path of the file, or the name of the database.</summary>
    public string Store { get; } = store;

    /// <summary>The number of columns.</summary>
    public int Count { get; } = count;

    /// <summary>Finds a column.</summary>
    /// <param name="column">Its name, or else its position from 0.</param>
    /// <exception cref="InvalidInteractionDataException">There is no such column.</exception>
    public int Find(string column)
    {
        int index = FindName(column);
        if (index >= 0)
        {
            return index;
        }

        if (int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < Count)
        {
            return index;
        }

        throw new InvalidInteractionDataException(names.Count > 0
            ? $"there is no column '{column}'. The columns are {string.Join(", ", names.Select(name => $"'{name}'"))}; name one of them, or give a position from 0 to {Count - 1}."
            : $"there is no column '{column}'. The file has no header; give a position from 0 to {Count - 1}.", Store);
    }

    /// <summary>Finds a column by its name, first as it is written, then whatever the case; -1 where there is none.</summary>
    public int FindName(string name)
    {
        var all = names.ToList();
        int index = all.IndexOf(name);
        return index >= 0 ? index : all.FindIndex(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A column for messages: its name in quotes, or its position.</summary>
    public string Describe(int column) => names.Count > 0 ? $"'{names[column]}'" : column.ToString(CultureInfo.InvariantCulture);
}
