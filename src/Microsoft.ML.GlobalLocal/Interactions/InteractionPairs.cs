using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The rows of a view as distinct pairs of a user and an item.</summary>
internal sealed class InteractionPairs
{
    private readonly Dictionary<(string User, string Item), int> _indices = [];

    private InteractionPairs()
    {
    }

    /// <summary>The distinct pairs, in the order in which they first occur.</summary>
    public List<(string User, string Item)> Pairs { get; } = [];

    /// <summary>For every row the index of its pair.</summary>
    public List<int> RowPairs { get; } = [];

    /// <summary>For every row its time; empty where no time column was asked for.</summary>
    public List<double> RowTimes { get; } = [];

    /// <summary>The indices of the pairs, user by user.</summary>
    public IEnumerable<int[]> ByUser() => Enumerable.Range(0, Pairs.Count).GroupBy(pair => Pairs[pair].User).Select(group => group.ToArray());

    /// <summary>Whether the pair occurs.</summary>
    public bool Contains((string User, string Item) pair) => _indices.ContainsKey(pair);

    /// <summary>Reads a view once.</summary>
    /// <exception cref="ArgumentException">A column is missing or has a type that is not read.</exception>
    public static InteractionPairs Read(IDataView data, string userColumnName, string itemColumnName, string? timeColumnName = null)
    {
        var userColumn = Find(data.Schema, userColumnName);
        var itemColumn = Find(data.Schema, itemColumnName);
        DataViewSchema.Column? timeColumn = timeColumnName is null ? null : Find(data.Schema, timeColumnName);
        var needed = new List<DataViewSchema.Column> { userColumn, itemColumn };
        if (timeColumn is { } column)
        {
            needed.Add(column);
        }

        var result = new InteractionPairs();
        using var cursor = data.GetRowCursor(needed);
        var user = GetIdReader(cursor, userColumn);
        var item = GetIdReader(cursor, itemColumn);
        var time = timeColumn is null ? null : GetTimeReader(cursor, timeColumn.Value);
        while (cursor.MoveNext())
        {
            var pair = (user(), item());
            if (!result._indices.TryGetValue(pair, out int index))
            {
                index = result.Pairs.Count;
                result._indices.Add(pair, index);
                result.Pairs.Add(pair);
            }

            result.RowPairs.Add(index);
            if (time is not null)
            {
                double value = time();
                result.RowTimes.Add(double.IsNaN(value)
                    ? throw new ArgumentException($"Row {cursor.Position} of column '{timeColumnName}' has no time; every row needs one.", nameof(timeColumnName))
                    : value);
            }
        }

        return result;
    }

    public static DataViewSchema.Column Find(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"There is no column '{name}'. The columns are {string.Join(", ", schema.Select(column => $"'{column.Name}'"))}.");

    /// <summary>Ids as text, so that a split does not depend on how they are stored: a key is its value.</summary>
    public static Func<string> GetIdReader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Read<ReadOnlyMemory<char>>(row, column, value => value.ToString()),
        KeyDataViewType => KeyColumn.CreateTextReader(row, column),
        NumberDataViewType { RawType: var raw } when raw == typeof(int) => Read<int>(row, column, value => value.ToString(CultureInfo.InvariantCulture)),
        NumberDataViewType { RawType: var raw } when raw == typeof(uint) => Read<uint>(row, column, value => value.ToString(CultureInfo.InvariantCulture)),
        NumberDataViewType { RawType: var raw } when raw == typeof(long) => Read<long>(row, column, value => value.ToString(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"Column '{column.Name}' has the type {column.Type}. Expected ids: text, a key, or whole numbers of type Int32, UInt32 or Int64."),
    };

    private static Func<double> GetTimeReader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        NumberDataViewType { RawType: var raw } when raw == typeof(float) => Read<float, double>(row, column, value => value),
        NumberDataViewType { RawType: var raw } when raw == typeof(double) => Read<double, double>(row, column, value => value),
        NumberDataViewType { RawType: var raw } when raw == typeof(int) => Read<int, double>(row, column, value => value),
        NumberDataViewType { RawType: var raw } when raw == typeof(uint) => Read<uint, double>(row, column, value => value),
        NumberDataViewType { RawType: var raw } when raw == typeof(long) => Read<long, double>(row, column, value => value),
        DateTimeDataViewType => Read<DateTime, double>(row, column, value => value.Ticks),
        DateTimeOffsetDataViewType => Read<DateTimeOffset, double>(row, column, value => value.UtcTicks),
        _ => throw new ArgumentException($"Column '{column.Name}' has the type {column.Type}. Expected times: numbers or dates."),
    };

    private static Func<string> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> convert) => Read<T, string>(row, column, convert);

    private static Func<TResult> Read<T, TResult>(DataViewRow row, DataViewSchema.Column column, Func<T, TResult> convert)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return convert(value);
        };
    }
}
