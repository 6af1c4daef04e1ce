using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// A file of what is known of the items: a header, an item per line, columns separated by tabs. A column of numbers becomes a number, any other the
/// numbers of times that each of its words occurs.
/// </summary>
internal static class ItemFile
{
    /// <summary>Loads columns of a file, and the ids as column <c>Item</c>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <exception cref="ToolException">A column is missing.</exception>
    public static IDataView Load(MLContext mlContext, string path, IReadOnlyList<string> columns)
    {
        var lines = File.ReadLines(path).Select(line => line.Split('\t'));
        var header = lines.FirstOrDefault() ?? [];
        var data = mlContext.Data.LoadFromTextFile(
            path,
            [Column("Item", Math.Max(0, Array.IndexOf(header, "item"))), .. columns.Select(name => Column(name, Array.IndexOf(header, name)))],
            hasHeader: true);
        foreach (string name in columns)
        {
            int position = Array.IndexOf(header, name);
            bool isNumber = lines.Skip(1).All(fields => fields.ElementAtOrDefault(position) is null or "" || float.TryParse(fields[position], CultureInfo.InvariantCulture, out _));
            IEstimator<ITransformer> step = isNumber
                ? mlContext.Transforms.Conversion.ConvertType(name)
                : mlContext.Transforms.Text.TokenizeIntoWords(name)
                    .Append(mlContext.Transforms.Conversion.MapValueToKey(name))
                    .Append(mlContext.Transforms.Conversion.MapKeyToVector(name, outputCountVector: true));
            data = step.Fit(data).Transform(data);
        }

        return data;

        TextLoader.Column Column(string name, int position) => position >= 0
            ? new TextLoader.Column(name, DataKind.String, position)
            : throw new ToolException($"'{path}' has no column '{name}'; it has {string.Join(", ", header)}.");
    }
}
