namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>
/// A folder with <c>data.tsv</c>, interactions in blocks of users who like the same items, and <c>model.zip</c>, a model of its part that is left by
/// <c>--hold-out 2</c>. The one space of the model knows the blocks, so that a user's held-out items come first; its index has a cluster per block.
/// </summary>
public sealed class ToolFolder : IDisposable
{
    public const int Blocks = 4;
    public const int UsersPerBlock = 5;
    public const int ItemsPerBlock = 6;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal");

    public ToolFolder()
    {
        Data = Write("data.tsv", "user\titem\n" + string.Join('\n', Enumerable.Range(0, Blocks).SelectMany(BlockRows)));
        Model = this["model.zip"];
        var mlContext = new MLContext(1);
        SaveModel(mlContext, InteractionSplitter.HoldOutPerUser(InteractionLoader.Load(mlContext, Data), 2, seed: 1).Train);
    }

    /// <summary>The path of the interactions.</summary>
    public string Data { get; }

    /// <summary>The path of the model.</summary>
    public string Model { get; }

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Runs the tool in this process.</summary>
    internal static ToolResult Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = CommandLine.RunAsync(args, new ToolConsole(output, error)).GetAwaiter().GetResult();
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> BlockRows(int block) =>
        from user in Enumerable.Range(0, UsersPerBlock)
        from item in Enumerable.Range(0, ItemsPerBlock)
        select $"user {block}.{user}\titem {block}.{item}";

    private void SaveModel(MLContext mlContext, IDataView train)
    {
        var keys = mlContext.Transforms.Conversion.MapValueToKey("User").Append(mlContext.Transforms.Conversion.MapValueToKey("Item")).Fit(train);
        var data = InteractionReader.Read(mlContext, keys.Transform(train));
        var space = new VectorSpace("B", Blocks, BlockVectors(data.Users), BlockVectors(data.Items), VectorSimilarity.Product);
        var index = new ClusteringIndex(space, BlockVectors(new IdTable("cluster", Enumerable.Range(0, Blocks).Select(block => $"c {block}"))));
        var model = new GlobalLocalModel(data.Users, data.Items, data.Interactions, AttentionModel.OfOne(space, data.Interactions), index, clusters: 2);
        mlContext.GlobalLocal().Save(keys.Append(new GlobalLocalTransformer(mlContext, model)), train.Schema, Model);
    }

    /// <summary>One of <see cref="Blocks"/> axes for each id, whose block follows the space in it.</summary>
    private static float[] BlockVectors(IdTable ids)
    {
        var vectors = new float[ids.Count * Blocks];
        for (int n = 0; n < ids.Count; n++)
        {
            vectors[n * Blocks + (ids[n][ids[n].IndexOf(' ') + 1] - '0')] = 1;
        }

        return vectors;
    }
}
