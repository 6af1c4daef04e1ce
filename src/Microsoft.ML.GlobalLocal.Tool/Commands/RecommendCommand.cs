using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>recommend</c>: the best items for a user, or for every user, best first.</summary>
internal static class RecommendCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("recommend", "Recommends items to a user: lines of a rank, an item and its score, best first. Or, with --all, to every user, into a file.");
        var model = CommonOptions.Model();
        var user = new Option<string?>("--user") { Description = "The user's id.", HelpName = "USER" };
        var all = new Option<bool>("--all") { Description = "Every user of the training; --output says where to." };
        var output = new Option<string?>("--output") { Description = $"The file for --all, by its ending: {RecommendationOutput.Endings}. A failed run leaves what was there.", HelpName = "FILE" };
        var table = new Option<string>("--table") { Description = "The table of a database, replaced in one transaction; other tables stay.", DefaultValueFactory = _ => "recommendations", HelpName = "TABLE" };
        var topN = CommonOptions.TopN();
        var clusters = CommonOptions.Clusters();
        var json = CommonOptions.Json();
        command.Add(model);
        command.Add(user);
        command.Add(all);
        command.Add(output);
        command.Add(table);
        command.Add(topN);
        command.Add(clusters);
        command.Add(json);
        command.Validators.Add(result =>
        {
            bool everyone = result.GetValue(all);
            string? path = result.GetValue(output);
            if (result.GetResult(user) is null != everyone)
            {
                result.AddError("Give either --user or --all.");
            }

            if (everyone == path is null || (everyone && result.GetValue(json)))
            {
                result.AddError("--all and --output belong together, without --json.");
            }

            if (path is not null && !RecommendationOutput.IsKnown(path))
            {
                result.AddError($"--output is '{path}'; expected a file whose name ends in {RecommendationOutput.Endings}.");
            }

            if (result.GetResult(table) is { Implicit: false } && !(path is not null && RecommendationOutput.IsSqlite(path)))
            {
                result.AddError("--table belongs to an --output that ends in .db or .sqlite.");
            }
        });
        return command.Does((parsed, cancellationToken) =>
        {
            var recommender = new Recommender(ModelSource.Load(parsed.GetRequiredValue(model), parsed.GetValue(clusters)));
            int count = parsed.GetValue(topN);
            if (parsed.GetValue(output) is { } path)
            {
                RecommendationOutput.Write(path, parsed.GetValue(table)!, recommender.RecommendAll(count), cancellationToken);
                console.Note($"The top {count} of {recommender.Model.Users.Count} users are in '{path}'.");
            }
            else
            {
                RecommendToOne(console, recommender, parsed.GetValue(user)!, count, parsed.GetValue(json));
            }
        });
    }

    private static void RecommendToOne(ToolConsole console, Recommender recommender, string user, int count, bool json)
    {
        var items = recommender.Recommend(user, count);
        if (json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(new { User = user, Items = items }, JsonOptions));
        }
        else
        {
            Write(console.Output, items);
        }

        if (items.Count < count)
        {
            console.Note($"note: these are all; the user has interacted with the other {recommender.Model.Items.Count - items.Count} of the {recommender.Model.Items.Count} items.");
        }
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
