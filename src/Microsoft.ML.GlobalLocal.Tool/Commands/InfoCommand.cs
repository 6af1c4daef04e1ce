namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>info</c>: what is in a model.</summary>
internal static class InfoCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("info", "Tells what is in a model.");
        var model = CommonOptions.Model();
        command.Add(model);
        return command.Does((parsed, _) =>
        {
            var loaded = ModelSource.Load(parsed.GetRequiredValue(model));
            var output = console.Output;
            output.WriteLine($"users         {loaded.Users.Count}");
            output.WriteLine($"items         {loaded.Items.Count}");
            output.WriteLine($"interactions  {loaded.Interactions.Count}");
            output.WriteLine($"blend         {loaded.Attention.Blend}");
            foreach (var space in loaded.Attention.Spaces)
            {
                output.WriteLine($"space         {space.Name}, {space.Dimension} dimensions, {space.Similarity}{(space is NeighbourhoodSpace or UserNeighbourhoodSpace ? ", scored by neighbours" : "")}");
            }

            output.WriteLine(loaded.Retriever.Index is { } index
                ? $"index         {index.ClusterCount} clusters over {index.Space.Name}, {loaded.Retriever.Clusters} searched"
                : "index         none");
            if (loaded.IndexRecall is { } recall)
            {
                output.WriteLine($"recall        {recall}");
            }
        });
    }
}
