using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>explain</c>: why an item has its score for a user.</summary>
internal static class ExplainCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var command = new CliCommand("explain", "Tells why an item has its score for a user: the weight and score of every space, the factor of the pair, and the user's own items nearest to it.");
        var model = CommonOptions.Model();
        var user = new Option<string>("--user") { Description = "The user's id.", Required = true, HelpName = "USER" };
        var item = new Option<string>("--item") { Description = "The item's id.", Required = true, HelpName = "ITEM" };
        command.Add(model);
        command.Add(user);
        command.Add(item);
        return command.Does((parsed, _) =>
        {
            var explanation = new Recommender(ModelSource.Load(parsed.GetRequiredValue(model))).Explain(parsed.GetRequiredValue(user), parsed.GetRequiredValue(item));
            int width = explanation.Spaces.Max(space => space.Space.Length);
            console.Output.WriteLine($"score {explanation.Score:0.0000}");
            foreach (var space in explanation.Spaces)
            {
                console.Output.WriteLine($"{space.Space.PadRight(width)}  weight {space.Weight:0.0000}  score {space.Score,8:0.0000}");
            }

            if (explanation.PairFactor != 1)
            {
                console.Output.WriteLine($"times, whichever space counts: {explanation.PairFactor:0.0000}");
            }

            console.Output.WriteLine(explanation.NearestOwnItems.Count == 0 ? "the user has no other items" : "the user's nearest own items:");
            foreach (var own in explanation.NearestOwnItems)
            {
                console.Output.WriteLine($"{own.Id}\t{own.Similarity:0.0000}");
            }
        });
    }
}
