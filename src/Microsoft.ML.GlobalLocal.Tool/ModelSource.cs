namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Reads models.</summary>
internal static class ModelSource
{
    /// <summary>Reads a model.</summary>
    public static GlobalLocalModel Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ToolException($"There is no model file '{path}'. Train one: globallocal train --data FILE --model '{path}'.");
        }

        var mlContext = new MLContext();
        var catalog = mlContext.GlobalLocal();
        try
        {
            return catalog.CreateRecommender(catalog.Load(path, out _)).Model;
        }
        catch (ArgumentException exception)
        {
            throw new ToolException($"The file '{path}' is a model of ML.NET, but none of this tool: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a model whose searches visit the given number of clusters.</summary>
    public static GlobalLocalModel Load(string path, int? clusters)
    {
        var model = Load(path);
        return clusters is null ? model : new GlobalLocalModel(
            model.Users, model.Items, model.Interactions, model.Attention, model.Retriever.Index, CheckClusters(model, clusters.Value));
    }

    private static int CheckClusters(GlobalLocalModel model, int clusters) => model.Retriever.Index switch
    {
        null => throw new UsageException("The model has no index, so there are no clusters to search; leave --clusters out."),
        { ClusterCount: var all } when clusters > all => throw new UsageException($"--clusters is {clusters}, but the model's index has {all} clusters."),
        _ => clusters,
    };
}
