using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>similar</c>: the users most like a user, or the items most like an item.</summary>
internal static class SimilarCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("similar", "Finds the users most like a user, or the items most like an item: lines of an id and its similarity, the nearest first.");
        var model = CommonOptions.Model();
        var user = new Option<string?>("--user") { Description = "The user's id.", HelpName = "USER" };
        var item = new Option<string?>("--item") { Description = "The item's id.", HelpName = "ITEM" };
        var topN = CommonOptions.TopN();
        command.Add(model);
        command.Add(user);
        command.Add(item);
        command.Add(topN);
        command.Validators.Add(result =>
        {
            if (result.GetResult(user) is null == result.GetResult(item) is null)
            {
                result.AddError("Give either --user or --item.");
            }
        });
        return command.Does((parsed, _) =>
        {
            var recommender = new Recommender(ModelSource.Load(parsed.GetRequiredValue(model)));
            var found = parsed.GetValue(user) is { } id
                ? recommender.SimilarUsers(id, parsed.GetValue(topN))
                : recommender.SimilarItems(parsed.GetValue(item)!, parsed.GetValue(topN));
            foreach (var neighbour in found)
            {
                console.Output.WriteLine($"{neighbour.Id}\t{neighbour.Similarity:0.0000}");
            }
        });
    }
}
