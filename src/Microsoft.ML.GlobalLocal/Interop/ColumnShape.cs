using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What an estimator promises of its output columns before it has seen data. The constructor of <see cref="SchemaShape.Column"/> is internal to
/// ML.NET, and no other way leads to one.
/// </summary>
internal static class ColumnShape
{
    private const string KeyValuesName = "KeyValues";
    private const string SlotNamesName = "SlotNames";

    public static SchemaShape.Column Scalar(string name) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);

    public static SchemaShape.Column Vector(string name, bool slotNames = false) =>
        new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, slotNames ? TextAnnotation(SlotNamesName) : null);

    public static SchemaShape.Column Key(string name, bool keyValues = false) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, keyValues ? TextAnnotation(KeyValuesName) : null);

    public static SchemaShape.Column KeyVector(string name, bool keyValues = false) =>
        new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.UInt32, isKey: true, keyValues ? TextAnnotation(KeyValuesName) : null);

    /// <summary>The shape of the input with columns added; one of the same name is replaced.</summary>
    public static SchemaShape Append(SchemaShape input, params SchemaShape.Column[] columns) =>
        new(input.Where(column => columns.All(added => added.Name != column.Name)).Concat(columns));

    /// <summary>Finds a scalar key column.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it is no key.</exception>
    public static SchemaShape.Column FindKey(SchemaShape input, string name)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.TryFindColumn(name, out var column))
        {
            throw KeyColumn.Missing(name, input.Select(other => other.Name));
        }

        return column.IsKey && column.Kind == SchemaShape.Column.VectorKind.Scalar ? column : throw KeyColumn.NoKey(name, column.GetTypeString());
    }

    private static SchemaShape TextAnnotation(string name) =>
        new([new SchemaShape.Column(name, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)]);
}
