using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>recommend</c>: the best items for a user, best first.</summary>
internal static class RecommendCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("recommend", "Recommends items to a user: lines of a rank, an item and its score, best first.");
        var model = CommonOptions.Model();
        var user = new Option<string>("--user") { Description = "The user's id.", Required = true, HelpName = "USER" };
        var topN = CommonOptions.TopN();
        var clusters = CommonOptions.Clusters();
        var json = CommonOptions.Json();
        command.Add(model);
        command.Add(user);
        command.Add(topN);
        command.Add(clusters);
        command.Add(json);
        return command.Does((parsed, _) =>
        {
            var recommender = new Recommender(ModelSource.Load(parsed.GetRequiredValue(model), parsed.GetValue(clusters)));
            string id = parsed.GetRequiredValue(user);
            var items = recommender.Recommend(id, parsed.GetValue(topN));
            if (parsed.GetValue(json))
            {
                console.Output.WriteLine(JsonSerializer.Serialize(new { User = id, Items = items }, JsonOptions));
            }
            else
            {
                Write(console.Output, items);
            }

            if (items.Count < parsed.GetValue(topN))
            {
                console.Note($"note: these are all; the user has interacted with the other {recommender.Model.Items.Count - items.Count} of the {recommender.Model.Items.Count} items.");
            }
        });
    }

    /// <summary>Writes lines of a rank, an item and its score, separated by tabs.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Recommendation> items)
    {
        int rank = 0;
        foreach (var (item, score) in items)
        {
            output.WriteLine($"{++rank}\t{item}\t{score:R}");
        }
    }
}
