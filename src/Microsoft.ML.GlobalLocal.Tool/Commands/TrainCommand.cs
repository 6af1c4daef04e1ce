using System.CommandLine;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>train</c>: trains a model, writes it, and evaluates it where test interactions are given or held out.</summary>
internal static class TrainCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("train", "Trains a model on interactions and writes it; with --test or --hold-out, evaluates it.");
        var data = DataOptions.AddTo(command, testRequired: false);
        var model = CommonOptions.Model();
        var preset = new Option<string>("--preset") { Description = "The preset: 'default', or 'paper2021' with the paper's four spaces at the paper's settings.", DefaultValueFactory = _ => "default", HelpName = "PRESET" };
        preset.AcceptOnlyFromAmong("default", "paper2021");
        var topN = CommonOptions.TopN();
        var threads = CommonOptions.Threads();
        var history = new Option<string?>("--history") { Description = "A file for losses and validation metrics of the training, which 'plot' draws.", HelpName = "FILE" };
        var targetRecall = new Option<double?>("--target-recall")
        {
            Description = "The share of the exhaustive lists' items that a search shall find, such as 0.99; the index is made for it. By default the preset's search.",
            CustomParser = result => OptionParsers.Share(result),
            HelpName = "R",
        };
        command.Add(model);
        command.Add(preset);
        command.Add(history);
        command.Add(targetRecall);
        command.Add(topN);
        command.Add(threads);
        return command.Does((parsed, cancellationToken) =>
        {
            var mlContext = new MLContext();
            var split = Split(console, mlContext, data, parsed);
            var settings = new TrainingSettings(
                Enum.Parse<GlobalLocalPreset>(parsed.GetValue(preset)!, ignoreCase: true), parsed.GetValue(topN), data.GetSeed(parsed), parsed.GetValue(threads), parsed.GetValue(history), parsed.GetValue(targetRecall));
            var trained = TrainAndSave(console, split.Train, settings, parsed.GetRequiredValue(model), cancellationToken);
            if (split.Test is not null)
            {
                var test = new InteractionIds(trained).Read(split.Test);
                new Evaluation(console, trained, trained.Interactions).Evaluate(test, settings.TopN, settings.Threads, cancellationToken).WriteTable(console.Output);
            }
        });
    }

    /// <summary>Trains a model and writes it; that it can be written is found first.</summary>
    public static GlobalLocalModel TrainAndSave(ToolConsole console, IDataView train, TrainingSettings settings, string path, CancellationToken cancellationToken)
    {
        var ids = new InteractionIds();
        var interactions = ids.Read(train);
        console.Note($"{interactions.Count} interactions of {interactions.UserCount} users with {interactions.ItemCount} items; {ids.RowCount - interactions.Count} repeated rows merged.");
        using var file = ModelTarget.Reserve(path, interactions);
        var (chain, model, history) = ModelTrainer.Train(console, train, settings, cancellationToken);
        file.Save(new MLContext(), chain, train.Schema);
        if (model.IndexRecall is { } recall)
        {
            console.Note($"A search of {model.Retriever.Clusters} of {model.Retriever.Index!.ClusterCount} clusters over {model.Retriever.Index.Space.Name} finds {recall}.");
        }

        console.Note($"The model is in '{path}'.");
        if (settings.HistoryPath is { } historyPath)
        {
            SaveHistory(history, historyPath);
            console.Note($"The history of the training is in '{historyPath}'.");
        }

        return model;
    }

    private static void SaveHistory(TrainingHistory history, string path)
    {
        try
        {
            history.Save(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The history of the training could not be written to '{path}': {exception.Message} The model was.", exception);
        }
    }

    private static (IDataView Train, IDataView? Test) Split(ToolConsole console, MLContext mlContext, DataOptions data, ParseResult parsed)
    {
        var all = data.LoadData(mlContext, parsed);
        if (data.GetHoldOut(parsed) is not null)
        {
            var (train, test) = data.HoldOut(all, parsed);
            return (train, test);
        }

        if (!data.HasTest(parsed))
        {
            return (all, null);
        }

        var given = InteractionSplitter.HoldOutGiven(all, data.LoadTest(mlContext, parsed));
        if (given.Train.GetRowCount() is { } rows && rows < all.GetColumn<string>("User").LongCount())
        {
            console.Note("note: interactions of the training file that are also in the test file are not trained on.");
        }

        return (given.Train, given.Test);
    }
}
