using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>A notebook in Jupyter's format 4.5, with cells in C#. What is not changed here is kept as it is in the file.</summary>
public sealed class Notebook
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonNode _root;

    private Notebook(string path, JsonNode root)
    {
        Path = path;
        _root = root;
        Cells = [.. root["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The name of the file, without its extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The path of the twin.</summary>
    public string TwinPath => System.IO.Path.ChangeExtension(Path, ".cs");

    /// <summary>The version of the format and the kernel, such as <c>4.5 .net-csharp</c>.</summary>
    public string Format => $"{_root["nbformat"]}.{_root["nbformat_minor"]} {_root["metadata"]?["kernelspec"]?["name"]}";

    /// <summary>The cells.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook.</summary>
    public static Notebook Load(string path) => new(path, JsonNode.Parse(File.ReadAllText(path))!);

    /// <summary>The notebooks of a folder, by name.</summary>
    public static IReadOnlyList<Notebook> LoadAll(string folder) => [.. Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>Writes the notebook to its file.</summary>
    public void Save() => File.WriteAllText(Path, _root.ToJsonString(JsonOptions) + "\n");
}
