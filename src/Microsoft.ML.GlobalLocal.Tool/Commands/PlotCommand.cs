using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>plot</c>: pictures of a model, and of its training and its recall where these are given.</summary>
internal static class PlotCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand(
            "plot",
            "Draws a model as PNG files: attention by space against user activity and item popularity, and a map of the item clusters; with --test or --hold-out, recall against the clusters searched; with --history, the training curves.");
        var model = CommonOptions.Model();
        var output = new Option<string>("--output") { Description = "The folder that the pictures are written to.", Required = true, HelpName = "FOLDER" };
        var history = new Option<string?>("--history") { Description = "The history of the training, as 'train --history' wrote it.", HelpName = "FILE" };
        command.Add(model);
        command.Add(output);
        command.Add(history);
        var data = DataOptions.AddTo(command, testRequired: false, dataRequired: false);
        var topN = CommonOptions.TopN();
        command.Add(topN);
        return command.Does((parsed, cancellationToken) =>
        {
            // All that is read is read before anything is written.
            var trained = ModelSource.Load(parsed.GetRequiredValue(model));
            var reports = parsed.GetValue(history) is { } path ? LoadHistory(path) : null;
            var pictures = Draw(trained, reports, parsed.GetValue(topN)).ToList();
            if (data.HasTest(parsed))
            {
                pictures.Add(("recall-by-clusters", DrawRecall(console, trained, data.LoadSplit(new MLContext(), parsed), parsed.GetValue(topN), cancellationToken)));
            }

            Write(console, parsed.GetRequiredValue(output), pictures, cancellationToken);
        });
    }

    private static IEnumerable<(string Name, ModelPlot Plot)> Draw(GlobalLocalModel model, TrainingHistory? history, int topN)
    {
        yield return ("attention-by-activity", GlobalLocalPlots.AttentionByActivity(model, topN));
        yield return ("attention-by-popularity", GlobalLocalPlots.AttentionByPopularity(model, topN));
        if (model.Retriever.Index is not null)
        {
            yield return ("item-map", GlobalLocalPlots.ItemMap(model));
        }

        if (history?.Reports.Any(report => double.IsFinite(report.ValidationMetric)) ?? false)
        {
            yield return ("training-validation", GlobalLocalPlots.ValidationCurves(history));
        }

        if (history?.Reports.Any(report => double.IsFinite(report.Loss)) ?? false)
        {
            yield return ("training-loss", GlobalLocalPlots.LossCurves(history));
        }
    }

    private static ModelPlot DrawRecall(ToolConsole console, GlobalLocalModel model, InteractionSplit split, int topN, CancellationToken cancellationToken)
    {
        if (model.Retriever.Index is null)
        {
            throw new UsageException("The model has no index, so there are no clusters to draw recall against; leave --test and --hold-out out.");
        }

        var ids = new InteractionIds(model);
        var evaluation = new Evaluation(console, model, ids.Read(split.Train));
        var test = ids.Read(split.Test);
        return GlobalLocalPlots.RecallByClusters(evaluation.CreateRetriever(test), test, topN, cancellationToken);
    }

    private static TrainingHistory LoadHistory(string path)
    {
        try
        {
            return TrainingHistory.Load(path);
        }
        catch (FileNotFoundException exception)
        {
            throw new ToolException($"There is no training history '{path}'. Train with --history '{path}'.", exception);
        }
    }

    private static void Write(ToolConsole console, string folder, List<(string Name, ModelPlot Plot)> pictures, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, plot) in pictures)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string path = Path.Combine(folder, $"{name}.png");
                plot.SavePng(path);
                console.Output.WriteLine(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The pictures could not be written to '{folder}': {exception.Message}", exception);
        }
    }
}
