using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>export</c>: a model for other runtimes, or the vectors of a space for vector databases.</summary>
internal static class ExportCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("export", "Writes a model as an ONNX graph, a user's top N among all items; or the vectors of one of its spaces.");
        var model = CommonOptions.Model();
        var onnx = new Option<string?>("--onnx") { Description = "The ONNX file to write: inputs 'user' and 'n', outputs 'items' and 'scores', ids in the metadata.", HelpName = "FILE" };
        var vectors = new Option<string?>("--vectors") { Description = "The space whose vectors are written, of users and of items; 'info' lists the spaces.", HelpName = "SPACE" };
        var format = new Option<string>("--format") { Description = "The vectors' format: npy with the ids in a text file beside, parquet, or word2vec's text, whose ids hold no spaces.", DefaultValueFactory = _ => "npy", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong([.. VectorFiles.Formats.Keys]);
        var output = new Option<string?>("--output") { Description = "The folder of the vectors; made where it is not.", HelpName = "FOLDER" };
        command.Add(model);
        command.Add(onnx);
        command.Add(vectors);
        command.Add(format);
        command.Add(output);
        command.Validators.Add(result =>
        {
            bool space = result.GetResult(vectors) is not null;
            if (result.GetResult(onnx) is null != space)
            {
                result.AddError("Give either --onnx or --vectors.");
            }

            if (result.GetResult(output) is null == space || (result.GetResult(format) is { Implicit: false } && !space))
            {
                result.AddError("--vectors and --output belong together, and --format to them.");
            }
        });
        return command.Does((parsed, _) =>
        {
            var loaded = ModelSource.Load(parsed.GetRequiredValue(model));
            if (parsed.GetValue(onnx) is { } path)
            {
                WriteOnnx(console, loaded, path);
            }
            else
            {
                WriteVectors(console, loaded, FindSpace(loaded, parsed.GetValue(vectors)!), parsed.GetValue(format)!, parsed.GetValue(output)!);
            }
        });
    }

    private static void WriteOnnx(ToolConsole console, GlobalLocalModel model, string path)
    {
        OnnxExport.Save(model, path);
        if (model.Retriever is { Index: { } index, Clusters: { } clusters } && clusters < index.ClusterCount)
        {
            console.Note($"note: the model searches {clusters} of {index.ClusterCount} clusters, the graph all items: it may find better ones.");
        }

        console.Note($"The graph is in '{path}'.");
    }

    private static void WriteVectors(ToolConsole console, GlobalLocalModel model, RepresentationSpace space, string format, string folder)
    {
        Directory.CreateDirectory(folder);
        var write = VectorFiles.Formats[format];
        write(Path.Combine(folder, space.Name + ".users"), model.Users, space.UserTable);
        write(Path.Combine(folder, space.Name + ".items"), model.Items, space.ItemTable);
        string similarity = space.Similarity == VectorSimilarity.Product ? "inner product, higher" : "Euclidean distance, lower";
        console.Note($"{model.Users.Count} users and {model.Items.Count} items of {space.Dimension} dimensions are in '{folder}'. Compare a user with items by {similarity} is better{(space is VectorSpace ? "" : "; the space's own score is another, which the vectors approximate")}.");
    }

    private static RepresentationSpace FindSpace(GlobalLocalModel model, string name) =>
        model.Attention.Spaces.FirstOrDefault(space => string.Equals(space.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"The model has no space '{name}'; it has {string.Join(", ", model.Attention.Spaces.Select(space => space.Name))}.");
}
