using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// A file of what is known of the items: a header, an item per line, columns separated by tabs. A column of numbers becomes a number, NaN
/// where it is empty, any other the numbers of times that each of its words occurs.
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
        var words = columns.Where(name => !lines.Skip(1).All(fields => IsNumber(fields.ElementAtOrDefault(FindPosition(name))))).ToArray();
        var data = mlContext.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            Columns =
            [
                new TextLoader.Column("Item", DataKind.String, Math.Max(0, Array.IndexOf(header, "item"))),
                .. columns.Select(name => new TextLoader.Column(name, words.Contains(name) ? DataKind.String : DataKind.Single, FindPosition(name))),
            ],
            HasHeader = true,
            MissingRealsAsNaNs = true,
        });
        foreach (string name in words)
        {
            var step = mlContext.Transforms.Text.TokenizeIntoWords(name)
                .Append(mlContext.Transforms.Conversion.MapValueToKey(name))
                .Append(mlContext.Transforms.Conversion.MapKeyToVector(name, outputCountVector: true));
            data = step.Fit(data).Transform(data);
        }

        return data;

        int FindPosition(string name) => Array.IndexOf(header, name) is >= 0 and var position
            ? position
            : throw new ToolException($"'{path}' has no column '{name}'; it has {string.Join(", ", header)}.");
    }

    private static bool IsNumber(string? field) => string.IsNullOrEmpty(field) || float.TryParse(field, CultureInfo.InvariantCulture, out _);
}
