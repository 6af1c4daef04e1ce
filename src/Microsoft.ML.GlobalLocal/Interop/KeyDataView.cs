using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes data views of key columns in memory. ML.NET's builder of such views is internal; the public ones want a class per row.</summary>
internal static class KeyDataView
{
    /// <summary>Makes the view.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columns">The columns: name, key values, and the keys, from 1.</param>
    public static IDataView Create(IHostEnvironment environment, int rowCount, params (string Name, string[] KeyValues, uint[] Keys)[] columns)
    {
        var builder = new ArrayDataViewBuilder(environment);
        foreach (var (name, keyValues, keys) in columns)
        {
            builder.AddColumn(name, ColumnValues.CreateTextGetter(keyValues), (ulong)keyValues.Length, keys);
        }

        return builder.GetDataView(rowCount);
    }
}
