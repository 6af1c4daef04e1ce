using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Reads columns of keys: ML.NET counts keys from 1 and means "missing" by 0, this library counts indices from 0.</summary>
internal static class KeyColumn
{
    public const int MissingIndex = -1;

    private const string KeyValues = "KeyValues";

    /// <summary>Finds a scalar key column.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it is no key.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Missing(name, schema.Select(other => other.Name));
        return column.Type is KeyDataViewType ? column : throw NoKey(name, column.Type.ToString()!);
    }

    /// <summary>Finds a scalar key column over as many values as the model has.</summary>
    /// <exception cref="ArgumentException">There is none of that name, it is no key, or it has another number of values.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, int count)
    {
        var column = Find(schema, name);
        ulong found = ((KeyDataViewType)column.Type).Count;
        return found == (ulong)count ? column : throw new ArgumentException(
            $"Column '{name}' has keys over {found} values, but the model was trained with {count}. Map the ids with the key mapping that was trained with the model.", nameof(schema));
    }

    /// <summary>Finds a scalar key column whose key values, where it has them, are the ids of the model.</summary>
    /// <exception cref="ArgumentException">There is none of that name, it is no key, or its values are not the model's ids.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, IdTable ids)
    {
        var column = Find(schema, name, ids.Count);
        var found = HasKeyValues(column) ? ReadIds(column) : null;
        for (int n = 0; n < found?.Length; n++)
        {
            if (found[n] != ids[n])
            {
                throw new ArgumentException(
                    $"Column '{name}': key {n + 1} stands for '{found[n]}', but for {ids.Kind} '{ids[n]}' in the model. Map the ids with the key mapping that was trained with the model.", nameof(schema));
            }
        }

        return column;
    }

    /// <summary>The text of each value of a key column; numbers where it has no values.</summary>
    public static string[] ReadIds(DataViewSchema.Column column)
    {
        if (HasKeyValues(column))
        {
            return Dispatch<string[]>(nameof(ReadKeyValues), GetKeyValuesType(column)!.ItemType.RawType, column);
        }

        var ids = new string[checked((int)((KeyDataViewType)column.Type).Count)];
        for (int n = 0; n < ids.Length; n++)
        {
            ids[n] = (n + 1).ToString(CultureInfo.InvariantCulture);
        }

        return ids;
    }

    /// <summary>Creates a function that gives the index of the current row's key, or <see cref="MissingIndex"/>.</summary>
    public static Func<int> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        int count = (int)Math.Min(((KeyDataViewType)column.Type).Count, int.MaxValue);
        return Dispatch<Func<int>>(nameof(CreateTypedReader), column.Type.RawType, row, column, count);
    }

    /// <summary>Creates a function that gives the text of the current row's key; empty where it is missing.</summary>
    public static Func<string> CreateTextReader(DataViewRow row, DataViewSchema.Column column)
    {
        var ids = ReadIds(column);
        var read = CreateReader(row, column);
        return () => read() is >= 0 and var index ? ids[index] : string.Empty;
    }

    public static ArgumentException Missing(string name, IEnumerable<string> others) =>
        new($"The input has no column '{name}'; it has {string.Join(", ", others.Select(other => $"'{other}'"))}. Name the columns of the users and of the items.");

    public static ArgumentException NoKey(string name, string type) =>
        new($"Column '{name}' has type '{type}', but a key is expected. Append MapValueToKey(\"{name}\") before this step.");

    private static bool HasKeyValues(DataViewSchema.Column column) =>
        GetKeyValuesType(column) is { Size: var size } && (ulong)size == ((KeyDataViewType)column.Type).Count;

    private static VectorDataViewType? GetKeyValuesType(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type as VectorDataViewType;

    private static string[] ReadKeyValues<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(ToText)];
    }

    private static string ToText<T>(T value) => value switch
    {
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? string.Empty,
    };

    private static Func<int> CreateTypedReader<T>(DataViewRow row, DataViewSchema.Column column, int count)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            ulong key = value switch
            {
                byte narrow => narrow,
                ushort narrow => narrow,
                uint narrow => narrow,
                ulong wide => wide,
                _ => 0,
            };
            return key - 1 < (ulong)count ? (int)(key - 1) : MissingIndex;
        };
    }

    /// <summary>Calls a generic method for the type that a column turns out to have.</summary>
    private static TResult Dispatch<TResult>(string method, Type type, params object[] arguments)
    {
        var generic = typeof(KeyColumn).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
        return (TResult)generic.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }
}
