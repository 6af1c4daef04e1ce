using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Trains a model on loaded interactions: the ids become keys, and <see cref="GlobalLocalTrainer"/> does the rest.</summary>
internal static class ModelTrainer
{
    public static (ITransformer Chain, GlobalLocalModel Model, TrainingHistory History) Train(ToolConsole console, IDataView data, TrainingSettings settings, CancellationToken cancellationToken)
    {
        var mlContext = new MLContext(settings.Seed);
        mlContext.Log += (_, log) =>
        {
            if (log.Kind is ChannelMessageKind.Warning or ChannelMessageKind.Error)
            {
                console.Note(log.Message);
            }
        };
        var keys = mlContext.Transforms.Conversion;
        TransformerChain<GlobalLocalTransformer>? chain = null;
        TrainingHistory? history = null;

        // Both in one step, which then reads the data once.
        console.Run(progress => chain = keys.MapValueToKey([new InputOutputColumnPair("User"), new InputOutputColumnPair("Item")])
            .Append(new GlobalLocalTrainer(mlContext, new GlobalLocalTrainer.Options
            {
                Preset = settings.Preset,
                TopN = settings.TopN,
                Threads = settings.Threads,
                TargetRecall = settings.TargetRecall,
                Progress = history = new TrainingHistory(progress),
                CancellationToken = cancellationToken,
            }))
            .Fit(data));
        cancellationToken.ThrowIfCancellationRequested();
        return (chain!, chain!.LastTransformer.Model, history!);
    }
}
