using System.Globalization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Tells the values of options, or the one that was chosen of them.</summary>
internal static class OptionText
{
    /// <summary>The name of an option and its values; without any, the data decides.</summary>
    public static string Describe<T>(string name, params IEnumerable<T>? values)
        where T : IFormattable => $"{name} = {(values is null ? "by the data" : string.Join(" | ", values.Select(value => value.ToString(null, CultureInfo.InvariantCulture))))}";
}
