using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>What a cell shows.</summary>
/// <param name="Data">The same in several MIME types; pictures are in base 64.</param>
public sealed record NotebookOutput(IReadOnlyDictionary<string, string> Data)
{
    private const string PlainText = "text/plain";

    /// <summary>Formats a value by the formatters that its type names, as .NET Interactive finds them; without any, as text.</summary>
    public static NotebookOutput Of(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).FirstOrDefault(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute is null)
        {
            return new NotebookOutput(new Dictionary<string, string> { [PlainText] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" });
        }

        var preferred = (string[])GetProperty(attribute, "PreferredMimeTypes");
        object source = Activator.CreateInstance((Type)GetProperty(attribute, "FormatterSourceType"))!;
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (object formatter in (IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!)
        {
            string mimeType = (string)GetProperty(formatter, "MimeType");
            var writer = new StringWriter { NewLine = "\n" };
            if ((preferred.Contains(mimeType) || mimeType == PlainText) && (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!)
            {
                data[mimeType] = writer.ToString();
            }
        }

        return new NotebookOutput(data);
    }

    /// <summary>Reads an output of the file.</summary>
    public static NotebookOutput Read(JsonNode json) => new(json["data"]!.AsObject().ToDictionary(
        pair => pair.Key, pair => pair.Value is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)pair.Value!));

    /// <summary>The output as the file has it.</summary>
    public JsonObject ToJson() => new()
    {
        ["data"] = new JsonObject(Data.Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Key, pair.Value)))),
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    private static JsonNode? ToJson(string mimeType, string text) => mimeType.StartsWith("text/", StringComparison.Ordinal)
        ? new JsonArray([.. SplitLines(text).Select(line => (JsonNode)line)])
        : text;

    /// <summary>Lines with their line breaks.</summary>
    private static IEnumerable<string> SplitLines(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Select((line, n) => n < lines.Length - 1 ? line + "\n" : line).Where(line => line.Length > 0);
    }

    private static object GetProperty(object value, string name) => value.GetType().GetProperty(name)!.GetValue(value)!;
}
