using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>rerank</c>: what re-ranking by FastTree adds to a model.</summary>
internal static class RerankCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("rerank", "Measures what re-ranking a model's candidates by ML.NET's FastTree adds, on test interactions.");
        var data = DataOptions.AddTo(command, testRequired: true);
        var topN = CommonOptions.TopN();
        var threads = CommonOptions.Threads();
        var items = new Option<string?>("--items") { Description = "A file of what is known of the items: a header, then an item per line, columns separated by tabs.", HelpName = "FILE" };
        var columns = new Option<string[]>("--item-features") { Description = "A column of --items that is a feature: numbers, or words.", HelpName = "COLUMN" };
        command.Add(topN);
        command.Add(threads);
        command.Add(items);
        command.Add(columns);
        command.Validators.Add(result =>
        {
            if (result.GetResult(items) is null != result.GetResult(columns) is null)
            {
                result.AddError("--items and --item-features belong together.");
            }
        });
        return command.Does((parsed, cancellationToken) =>
        {
            var mlContext = new MLContext();
            var all = data.LoadData(mlContext, parsed);
            var (train, test) = data.GetHoldOut(parsed) is null ? InteractionSplitter.HoldOutGiven(all, data.LoadTest(mlContext, parsed)) : data.HoldOut(all, parsed);
            var settings = new TrainingSettings(GlobalLocalPreset.Default, parsed.GetValue(topN), data.GetSeed(parsed), parsed.GetValue(threads));
            var itemColumns = parsed.GetValue(columns) ?? [];
            var itemData = parsed.GetValue(items) is { } path ? ItemFile.Load(mlContext, path, itemColumns) : null;
            RerankingStudy? trained = null;
            console.Run(progress => trained = new RerankingStudy(train, settings, progress, cancellationToken));
            var study = trained!;
            Write(console.Output, "model's features", study.Measure(test), settings.TopN);
            if (itemData is not null)
            {
                Write(console.Output, $"and {string.Join(", ", itemColumns)}", study.Measure(test, itemData, itemColumns), settings.TopN);
            }
        });
    }

    private static void Write(TextWriter output, string title, RerankingResult result, int topN)
    {
        output.WriteLine($"{title}: {result.Features.Count} features, {result.Chosen.Trees} trees of {result.Chosen.Leaves} leaves, {result.Seconds:0} s of processor time; recall of the candidates {result.CandidateRecall:0.0000}");
        output.WriteLine($"tried (leaves x trees: mean of recall and NDCG): {string.Join(", ", result.Trials.Select(trial => $"{trial.Leaves} x {trial.Trees}: {trial.Validation:0.0000}"))}");
        output.WriteLine($"                  users  recall@{topN,-2}  re-ranked  (s.e.)    NDCG@{topN,-2}  re-ranked  (s.e.)");
        WriteRow("cross-validation", result.Validation);
        WriteRow("test", result.Test);
        output.WriteLine(result.ValidatesBetter ? "Re-ranking validates better than the model's own lists." : "Re-ranking does not validate better than the model's own lists: leave it out.");

        void WriteRow(string name, RankingComparison row) => output.WriteLine(
            $"{name.PadRight(16)}  {row.Before.Count,5}  {row.Recall.Before,9:0.0000}  {row.Recall.After,9:0.0000}  {row.Recall.StandardError,6:0.0000}  {row.Ndcg.Before,7:0.0000}  {row.Ndcg.After,9:0.0000}  {row.Ndcg.StandardError,6:0.0000}");
    }
}
