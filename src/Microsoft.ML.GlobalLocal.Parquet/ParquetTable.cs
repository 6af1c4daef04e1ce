using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A Parquet file as a table of plain columns, read by row groups. Columns that are lists, maps or structures are only named.</summary>
internal sealed class ParquetTable : IDisposable
{
    private readonly ParquetReader _reader;
    private readonly IReadOnlyList<Field> _fields;

    private ParquetTable(string path, ParquetReader reader)
    {
        _reader = reader;
        _fields = reader.Schema.Fields;
        Columns = new StoreColumns(path, [.. _fields.Select(field => field.Name)], _fields.Count);
    }

    /// <summary>The columns.</summary>
    public StoreColumns Columns { get; }

    /// <summary>The number of row groups.</summary>
    public int GroupCount => _reader.RowGroupCount;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidInteractionDataException">It is no Parquet file, or has fewer than two columns.</exception>
    public static ParquetTable Open(string path)
    {
        var stream = File.OpenRead(path);
        try
        {
            var options = new ParquetOptions { TreatByteArrayAsString = true };
            var table = new ParquetTable(path, Refusing(path, () => Wait(() => ParquetReader.CreateAsync(stream, options, leaveStreamOpen: false))));
            return table.Columns.Count >= 2 ? table : throw new InvalidInteractionDataException("there is only one column. Expected at least a user and an item.", path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Dispose() => Wait(async () =>
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        return 0;
    });

    /// <summary>Checks that a column can hold ids.</summary>
    public void CheckId(int column) => Check(column, "text, whole numbers or UUIDs", type => IsText(type) || type == typeof(Guid) || IsWhole(type));

    /// <summary>Checks that a column can hold ratings.</summary>
    public void CheckRating(int column) => Check(column, "numbers", type => IsText(type) || IsNumber(type));

    /// <summary>Checks that a column can hold times.</summary>
    public void CheckTime(int column) => Check(column, "numbers, timestamps or dates", type => IsText(type) || type == typeof(DateTime) || IsNumber(type));

    /// <summary>Reads a column of a row group as text, <see langword="null"/> where a value is missing.</summary>
    public string?[] ReadText(int group, int column) => Read(group, column, (reader, field) => field.ClrType switch
    {
        var type when IsText(type) => ReadStrings(reader, field),
        var type when type == typeof(Guid) => ToText<Guid>(reader, field),
        var type when type == typeof(sbyte) => ToText<sbyte>(reader, field),
        var type when type == typeof(byte) => ToText<byte>(reader, field),
        var type when type == typeof(short) => ToText<short>(reader, field),
        var type when type == typeof(ushort) => ToText<ushort>(reader, field),
        var type when type == typeof(int) => ToText<int>(reader, field),
        var type when type == typeof(uint) => ToText<uint>(reader, field),
        var type when type == typeof(ulong) => ToText<ulong>(reader, field),
        _ => ToText<long>(reader, field),
    });

    /// <summary>Reads a column of a row group: text and dates, <see langword="null"/> where one is missing, or numbers, NaN where one is missing.</summary>
    /// <returns>A <c>string?[]</c>, a <c>DateTime?[]</c> or a <c>double[]</c>.</returns>
    public Array ReadValues(int group, int column) => Read<Array>(group, column, (reader, field) => field.ClrType switch
    {
        var type when IsText(type) => ReadStrings(reader, field),
        var type when type == typeof(DateTime) => ReadStructs<DateTime>(reader, field),
        var type when type == typeof(sbyte) => ToNumbers<sbyte>(reader, field),
        var type when type == typeof(byte) => ToNumbers<byte>(reader, field),
        var type when type == typeof(short) => ToNumbers<short>(reader, field),
        var type when type == typeof(ushort) => ToNumbers<ushort>(reader, field),
        var type when type == typeof(int) => ToNumbers<int>(reader, field),
        var type when type == typeof(uint) => ToNumbers<uint>(reader, field),
        var type when type == typeof(long) => ToNumbers<long>(reader, field),
        var type when type == typeof(ulong) => ToNumbers<ulong>(reader, field),
        var type when type == typeof(float) => ToNumbers<float>(reader, field),
        var type when type == typeof(decimal) => ToNumbers<decimal>(reader, field),
        _ => ToNumbers<double>(reader, field),
    });

    private void Check(int column, string expected, Func<Type, bool> allows)
    {
        if (_fields[column] is not DataField { IsArray: false } field || !allows(field.ClrType))
        {
            string type = _fields[column] is DataField { IsArray: false } plain ? plain.ClrType.Name : "list or structure";
            throw new InvalidInteractionDataException($"the column is of type {type}. Expected {expected}; name another column, or convert it.", Columns.Store, column: Columns.Describe(column));
        }
    }

    private T Read<T>(int group, int column, Func<ParquetRowGroupReader, DataField, T> read) => Refusing(Columns.Store, () =>
    {
        using var reader = _reader.OpenRowGroupReader(group);
        return read(reader, (DataField)_fields[column]);
    });

    private static string?[] ReadStrings(ParquetRowGroupReader reader, DataField field)
    {
        var values = new string?[reader.RowCount];
        Wait(() => reader.ReadAsync(field, values.AsMemory()!).AsTask());
        return values;
    }

    private static T?[] ReadStructs<T>(ParquetRowGroupReader reader, DataField field)
        where T : struct
    {
        var values = new T?[reader.RowCount];
        if (field.IsNullable)
        {
            Wait(() => reader.ReadAsync<T>(field, values.AsMemory()).AsTask());
            return values;
        }

        var present = new T[reader.RowCount];
        Wait(() => reader.ReadAsync<T>(field, present.AsMemory()).AsTask());
        return Array.ConvertAll(present, value => (T?)value);
    }

    private static string?[] ToText<T>(ParquetRowGroupReader reader, DataField field)
        where T : struct, IFormattable => Array.ConvertAll(ReadStructs<T>(reader, field), value => value?.ToString(null, CultureInfo.InvariantCulture));

    private static double[] ToNumbers<T>(ParquetRowGroupReader reader, DataField field)
        where T : struct => Array.ConvertAll(ReadStructs<T>(reader, field), value => value is { } number ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : double.NaN);

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    private static bool IsWhole(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Whatever the reader stumbles over in the bytes of a file, the file is at fault.</summary>
    private static T Refusing<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or InvalidInteractionDataException or UnauthorizedAccessException))
        {
            throw new InvalidInteractionDataException($"the file is no Parquet file, or it was truncated or altered. {exception.Message}", path, innerException: exception);
        }
    }

    /// <summary>Waits off the caller's context, to which a continuation might want to return.</summary>
    private static T Wait<T>(Func<Task<T>> start) => Task.Run(start).GetAwaiter().GetResult();

    private static void Wait(Func<Task> start) => Task.Run(start).GetAwaiter().GetResult();
}
