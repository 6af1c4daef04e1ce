using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What an author knows of the items beside who took them: a few numbers for each, NaN for an item that nothing is known of.</summary>
/// <param name="Names">The names of the numbers.</param>
/// <param name="Values">[items * names].</param>
internal sealed record ItemFeatures(string[] Names, float[] Values)
{
    /// <summary>No features.</summary>
    public static ItemFeatures None { get; } = new([], []);

    /// <summary>The number of features of an item.</summary>
    public int Width => Names.Length;

    /// <summary>Reads the features of a model's items; rows of other items are skipped, and of two rows of an item the later one counts.</summary>
    /// <param name="data">A row per item.</param>
    /// <param name="itemColumnName">The column of item ids: text, keys or whole numbers.</param>
    /// <param name="columns">The columns of features.</param>
    /// <param name="items">The model's items.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public static ItemFeatures Read(IDataView data, string itemColumnName, IReadOnlyList<string> columns, IdTable items)
    {
        var numbers = NumberColumns.Find(data.Schema, columns);
        var item = InteractionPairs.Find(data.Schema, itemColumnName);
        var values = new float[checked(items.Count * numbers.Width)];
        Array.Fill(values, float.NaN);
        using var cursor = data.GetRowCursor(numbers.Columns.Append(item));
        var readItem = InteractionPairs.GetIdReader(cursor, item);
        var read = numbers.CreateReader(cursor);
        while (cursor.MoveNext())
        {
            if (items.TryGetIndex(readItem(), out int index))
            {
                read(values.AsSpan(index * numbers.Width, numbers.Width));
            }
        }

        return new ItemFeatures(numbers.Names, values);
    }

    /// <summary>The features of an item.</summary>
    public ReadOnlySpan<float> this[int item] => Values.AsSpan(item * Width, Width);

    internal static ItemFeatures Read(ModelReader reader, int itemCount)
    {
        var names = reader.ReadStrings();
        return new ItemFeatures(names, reader.ReadArray<float>((long)itemCount * names.Length));
    }

    internal void Write(ModelWriter writer)
    {
        writer.WriteStrings(Names);
        writer.WriteArray<float>(Values);
    }
}
