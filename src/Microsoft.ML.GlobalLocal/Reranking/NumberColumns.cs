using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Columns of numbers, or of vectors of numbers, that are read side by side as one vector.</summary>
internal sealed class NumberColumns
{
    private NumberColumns(DataViewSchema.Column[] columns)
    {
        Columns = columns;
        Names = [.. columns.SelectMany(GetNames)];
    }

    /// <summary>The columns.</summary>
    public DataViewSchema.Column[] Columns { get; }

    /// <summary>A name for every number: that of the column, and for a vector the slot's behind it.</summary>
    public string[] Names { get; }

    /// <summary>The number of numbers.</summary>
    public int Width => Names.Length;

    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentException">A column is missing, or holds no numbers of type Single, or vectors of no fixed length.</exception>
    public static NumberColumns Find(DataViewSchema schema, IEnumerable<string> names) => new([.. names.Select(name => Find(schema, name))]);

    /// <summary>Makes what reads the numbers of the current row.</summary>
    public SpanFill CreateReader(DataViewRow row)
    {
        var fills = Columns.Select(column => column.Type is VectorDataViewType ? CreateVectorFill(row, column) : CreateScalarFill(row, column)).ToArray();
        var widths = Columns.Select(GetWidth).ToArray();
        return values =>
        {
            for (int n = 0; n < fills.Length; n++)
            {
                fills[n](values[..widths[n]]);
                values = values[widths[n]..];
            }
        };
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"The data has no column '{name}'; it has {string.Join(", ", schema.Select(other => $"'{other.Name}'"))}.");
        bool isNumbers = column.Type == NumberDataViewType.Single || (column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single);
        return isNumbers ? column : throw new ArgumentException(
            $"Column '{name}' has type '{column.Type}'; a feature must be a Single or a vector of Single of a fixed length. Convert it first, for instance by OneHotEncoding or ConvertType.");
    }

    private static int GetWidth(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.Size ?? 1;

    private static IEnumerable<string> GetNames(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            return [column.Name];
        }

        VBuffer<ReadOnlyMemory<char>> slots = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref slots);
            return slots.DenseValues().Select(slot => $"{column.Name}.{slot}").ToArray();
        }

        return Enumerable.Range(0, vector.Size).Select(slot => $"{column.Name}.{slot.ToString(CultureInfo.InvariantCulture)}");
    }

    private static SpanFill CreateScalarFill(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<float>(column);
        return values => getter(ref values[0]);
    }

    private static SpanFill CreateVectorFill(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> vector = default;
        return values =>
        {
            getter(ref vector);
            vector.CopyTo(values);
        };
    }
}
