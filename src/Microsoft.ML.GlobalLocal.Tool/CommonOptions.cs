using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> Model() => new("--model") { Description = "The model file, an ordinary ML.NET zip.", Required = true, HelpName = "FILE" };

    public static Option<int> TopN() => new("--top-n")
    {
        Description = "The length N of the lists.",
        DefaultValueFactory = _ => 10,
        CustomParser = OptionParsers.AtLeastOne,
        HelpName = "N",
    };

    public static Option<int?> Clusters() => new("--clusters")
    {
        Description = "The number K of clusters to search, up to the index's M; by default the model's.",
        CustomParser = result => OptionParsers.AtLeastOne(result),
        HelpName = "K",
    };

    public static Option<int> Seed() => new("--seed") { Description = "The seed of all randomness.", DefaultValueFactory = _ => 1, HelpName = "SEED" };

    public static Option<int?> Threads() => new("--threads")
    {
        Description = "The number of threads; by default one per core. The result does not depend on it.",
        CustomParser = result => OptionParsers.AtLeastOne(result),
        HelpName = "T",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };
}
