using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Interactions that a query gives. ML.NET's database loader turns missing values silently into zeros and empty text, and text in a column of numbers
/// into zeros where the database lets it in; so the rows are read once before, and refused where a value is missing or of another type.
/// </summary>
internal sealed class DatabaseInteractions
{
    private readonly DatabaseSource _source;
    private readonly InteractionLoader.Options _options;

    private DatabaseInteractions(DatabaseSource source, InteractionLoader.Options options)
    {
        _source = source;
        _options = options;
    }

    public static IDataView Load(MLContext mlContext, DatabaseSource source, InteractionLoader.Options options)
    {
        var loaded = new DatabaseInteractions(source, options).Check();
        var loader = mlContext.Data.CreateDatabaseLoader([.. loaded.Select(column => new DatabaseLoader.Column(column.Name, column.Type, column.Position))]);
        var view = loader.Load(source);
        foreach (var column in loaded)
        {
            var conversion = mlContext.Transforms.Conversion.ConvertType(column.Name, outputKind: column.Kind);
            view = conversion.Fit(view).Transform(view);
        }

        return mlContext.Transforms.SelectColumns([.. loaded.Select(column => column.Name)]).Fit(view).Transform(view);
    }

    /// <summary>Runs the query once; returns the columns that are loaded.</summary>
    private LoadedColumn[] Check()
    {
        using var connection = _source.ProviderFactory.CreateConnection()
            ?? throw new ArgumentException($"The provider {_source.ProviderFactory.GetType().Name} makes no connections; take another one.");
        connection.ConnectionString = _source.ConnectionString;
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = _source.CommandText;
        command.CommandTimeout = _source.CommandTimeoutInSeconds;
        using var reader = command.ExecuteReader();

        // Never the connection string, which may hold a password.
        string store = connection.DataSource;
        if (reader.FieldCount < 2)
        {
            throw new InvalidInteractionDataException($"the query gives {reader.FieldCount} column{(reader.FieldCount == 1 ? "" : "s")}. Expected at least a user and an item; select both.", store);
        }

        var columns = new StoreColumns(store, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], reader.FieldCount);
        var positions = InteractionPositions.Find(columns, _options);
        var check = new InteractionCheck(columns, positions, _options.RatingThreshold, hasLines: false);
        var types = new Type?[reader.FieldCount];
        for (long row = 1; reader.Read(); row++)
        {
            check.NextRow(row);
            CheckRow(reader, positions, check, types);
        }

        check.Complete();
        return CreateColumns(positions, types, check.TimeIsNumber);
    }

    private static void CheckRow(DbDataReader reader, InteractionPositions positions, InteractionCheck check, Type?[] types)
    {
        CheckId(positions.User, Read(reader, positions.User, check, types), check);
        CheckId(positions.Item, Read(reader, positions.Item, check, types), check);
        if (positions.Rating is { } rating)
        {
            object? value = Read(reader, rating, check, types);
            if (value is string text)
            {
                check.CheckRating(text);
            }
            else
            {
                check.CheckRating(ToNumber(value, rating, positions, check));
            }
        }

        if (positions.Time is { } time)
        {
            switch (Read(reader, time, check, types))
            {
                case string text:
                    check.CheckTime(text);
                    break;
                case DateTime date:
                    check.CheckTime(date);
                    break;
                case DateOnly date:
                    check.CheckTime(date.ToDateTime(TimeOnly.MinValue));
                    break;
                case var value:
                    check.CheckTime(ToNumber(value, time, positions, check));
                    break;
            }
        }
    }

    private static void CheckId(int column, object? value, InteractionCheck check)
    {
        check.CheckId(column, value is null or "");
        if (value is not (string or long or int or short or byte))
        {
            throw check.Refuse($"the id is a value of type {value!.GetType().Name}. Expected text or a whole number; convert it in the query, as in CAST(id AS varchar(36)).", column);
        }
    }

    /// <summary>A value, <see langword="null"/> where it is missing; all of a column must have one type, which SQLite does not see to.</summary>
    private static object? Read(DbDataReader reader, int column, InteractionCheck check, Type?[] types)
    {
        object value = reader.GetValue(column);
        if (value is DBNull)
        {
            return null;
        }

        types[column] ??= value.GetType();
        return value.GetType() == types[column] ? value : throw check.Refuse(
            $"the value '{Convert.ToString(value, CultureInfo.InvariantCulture)}' is of type {value.GetType().Name}, those before are of type {types[column]!.Name}. Expected one type in the whole column; convert it in the query, as in CAST(id AS text).", column);
    }

    private static double ToNumber(object? value, int column, InteractionPositions positions, InteractionCheck check) => value switch
    {
        null => double.NaN,
        double or float or long or int or short or byte => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw check.Refuse($"the value is of type {value.GetType().Name}, which ML.NET's database loader does not read. Convert it in the query, as in CAST({(column == positions.Time ? "time AS date" : "rating AS float")}).", column),
    };

    private static LoadedColumn[] CreateColumns(InteractionPositions positions, Type?[] types, bool? timeIsNumber)
    {
        var loaded = new List<LoadedColumn>
        {
            new("User", positions.User, GetDbType(types[positions.User]!), DataKind.String),
            new("Item", positions.Item, GetDbType(types[positions.Item]!), DataKind.String),
        };
        if (positions.Rating is { } rating)
        {
            loaded.Add(new LoadedColumn("Rating", rating, GetDbType(types[rating]!), DataKind.Single));
        }

        if (positions.Time is { } time)
        {
            loaded.Add(new LoadedColumn("Time", time, GetDbType(types[time]!), timeIsNumber == true ? DataKind.Double : DataKind.DateTime));
        }

        return [.. loaded];
    }

    private static DbType GetDbType(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => DbType.Byte,
        TypeCode.Int16 => DbType.Int16,
        TypeCode.Int32 => DbType.Int32,
        TypeCode.Int64 => DbType.Int64,
        TypeCode.Single => DbType.Single,
        TypeCode.Double => DbType.Double,
        TypeCode.DateTime => DbType.DateTime,
        _ => type == typeof(DateOnly) ? DbType.DateTime : DbType.String,
    };

    /// <summary>A column of the view.</summary>
    /// <param name="Name">Its name there.</param>
    /// <param name="Position">Its position in the query.</param>
    /// <param name="Type">Its type in the query.</param>
    /// <param name="Kind">Its type in the view.</param>
    private sealed record LoadedColumn(string Name, int Position, DbType Type, DataKind Kind);
}
