using System.Text.Json;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Writes a model as an ONNX graph: a user's scores of all items and the best N of them, as <see cref="Recommender.Recommend"/> gives them, for
/// runtimes without .NET.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Input or output</term><description>Type and meaning</description></listheader>
/// <item><term><c>user</c></term><description>int64[1]: the user's position among the ids, from 0. One that there is not is an error.</description></item>
/// <item><term><c>n</c></term><description>int64[1]: the number N of items, at least 1.</description></item>
/// <item><term><c>items</c></term><description>int64[N]: the items' positions among the ids, best first, ties by position; fewer where the user has interacted with nearly all.</description></item>
/// <item><term><c>scores</c></term><description>float[N]: their scores.</description></item>
/// </list>
/// <para>The ids are in the file's metadata: <c>users</c> and <c>items</c>, each an array of text in JSON. The file has all users' interactions, for no item is
/// recommended to a user who has it. Operators are those of opset 17. All items are searched, whatever clusters the model searches.</para>
/// </remarks>
public static class OnnxExport
{
    /// <summary>Writes a model, to a file beside the target that takes its place once it is whole.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The score of a space is code that has no ONNX form, or the file would be larger than ONNX files can be.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Save(GlobalLocalModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var graph = new OnnxGraph();
        new TopNGraph(graph, model).Build();
        var message = graph.ToModel(new Dictionary<string, string>
        {
            ["users"] = JsonSerializer.Serialize(model.Users.Ids.ToArray()),
            ["items"] = JsonSerializer.Serialize(model.Items.Ids.ToArray()),
        });
        if (message.Size > int.MaxValue)
        {
            throw new NotSupportedException($"The graph would have {message.Size >> 20} MB; an ONNX file can have 2047. Train with smaller dimensions or fewer neighbours, or on less data.");
        }

        WholeFile.Write(path, message.WriteTo);
    }
}
