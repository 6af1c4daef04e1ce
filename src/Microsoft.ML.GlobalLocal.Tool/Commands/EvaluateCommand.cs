using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>evaluate</c>: the metrics of a model, of each of its spaces, and of popularity.</summary>
internal static class EvaluateCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("evaluate", "Evaluates a model on test interactions. What the training file holds is never recommended to its user again.");
        var model = CommonOptions.Model();
        command.Add(model);
        var data = DataOptions.AddTo(command, testRequired: true);
        var topN = CommonOptions.TopN();
        var clusters = CommonOptions.Clusters();
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var negatives = new Option<string?>("--leave-one-out")
        {
            Description = "A file of negatives, (user,item) and item ids separated by tabs on a line: the items of --test are ranked among them.",
            HelpName = "FILE",
        };
        command.Add(topN);
        command.Add(clusters);
        command.Add(negatives);
        command.Add(threads);
        command.Add(json);
        command.Validators.Add(result =>
        {
            if (result.GetResult(negatives) is not null && result.GetValue<string?>("--test") is null)
            {
                result.AddError("--leave-one-out belongs to --test, the file of the items to be ranked.");
            }

            if (result.GetResult(negatives) is not null && result.GetResult(clusters) is not null)
            {
                result.AddError("--clusters does not apply to --leave-one-out, which ranks the items of the file.");
            }
        });
        return command.Does((parsed, cancellationToken) =>
        {
            var trained = ModelSource.Load(parsed.GetRequiredValue(model), parsed.GetValue(clusters));
            var mlContext = new MLContext();
            var ids = new InteractionIds(trained);
            var split = data.LoadSplit(mlContext, parsed);
            var evaluation = new Evaluation(console, trained, ids.Read(split.Train));
            var report = parsed.GetValue(negatives) is { } path
                ? evaluation.Evaluate(
                    LeaveOneOutReader.Read(data.LoadTest(mlContext, parsed), path, trained.Users, trained.Items),
                    parsed.GetValue(topN),
                    cancellationToken)
                : evaluation.Evaluate(ids.Read(split.Test), parsed.GetValue(topN), parsed.GetValue(threads), cancellationToken);
            if (parsed.GetValue(json))
            {
                report.WriteJson(console.Output);
            }
            else
            {
                report.WriteTable(console.Output);
            }
        });
    }
}
