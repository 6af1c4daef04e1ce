using System.Text.Json.Nodes;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>A cell of a notebook.</summary>
public sealed class NotebookCell(JsonObject json)
{
    /// <summary>The cell's id, which tells it from the others.</summary>
    public string Id => (string?)json["id"] ?? "";

    /// <summary>Whether it holds code; else it holds text in Markdown.</summary>
    public bool IsCode => (string?)json["cell_type"] == "code";

    /// <summary>The text of the cell.</summary>
    public string Source => string.Concat(json["source"]!.AsArray().Select(line => (string)line!));

    /// <summary>What the code gave when it was last run.</summary>
    public IReadOnlyList<NotebookOutput> Outputs
    {
        get => [.. json["outputs"]!.AsArray().Select(output => NotebookOutput.Read(output!))];
        set => json["outputs"] = new JsonArray([.. value.Select(output => output.ToJson())]);
    }
}
