using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool.Commands;

/// <summary><c>generate</c>: made-up interactions of any size, in a file.</summary>
internal static class GenerateCommand
{
    public static CliCommand Create(ToolConsole console)
    {
        var defaults = new InteractionGenerator.Options();
        var command = new CliCommand(
            "generate",
            "Makes up interactions: items are popular by a power law, users and items are in latent groups, every user and item occurs, no pair does twice. The same options give the same file.");
        var users = CreateNumber("--users", "The number of users.", defaults.Users);
        var items = CreateNumber("--items", "The number of items.", defaults.Items);
        var interactions = CreateNumber("--interactions", "The number of interactions, at least that of the users and that of the items.", defaults.Interactions);
        var groups = CreateNumber("--groups", "The number of latent groups, at most that of the items.", defaults.Groups);
        var seed = CommonOptions.Seed();
        var output = new Option<string>("--output") { Description = "The file, by its ending: .tsv or .txt is separated by tabs, .csv by commas. --data of the other commands reads it.", Required = true, HelpName = "FILE" };
        output.Validators.Add(result =>
        {
            if (FindDelimiter(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--output is '{result.GetValueOrDefault<string>()}'; it must end in .tsv, .txt or .csv.");
            }
        });
        foreach (Option option in new Option[] { users, items, interactions, groups, seed, output })
        {
            command.Options.Add(option);
        }

        return command.Does((parsed, cancellationToken) =>
        {
            string path = parsed.GetRequiredValue(output);
            var generator = CreateGenerator(new InteractionGenerator.Options
            {
                Users = parsed.GetValue(users),
                Items = parsed.GetValue(items),
                Interactions = parsed.GetValue(interactions),
                Groups = parsed.GetValue(groups),
                Seed = parsed.GetValue(seed),
            });
            try
            {
                generator.Write(path, FindDelimiter(path)!.Value, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new ToolException($"The interactions could not be written to '{path}': {exception.Message} What was there before is still there.", exception);
            }

            console.Note($"{parsed.GetValue(interactions)} interactions of {parsed.GetValue(users)} users with {parsed.GetValue(items)} items are in '{path}'.");
        });
    }

    /// <summary>Numbers that do not go together are a mistake in the usage.</summary>
    private static InteractionGenerator CreateGenerator(InteractionGenerator.Options options)
    {
        try
        {
            return new InteractionGenerator(options);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static char? FindDelimiter(string? path) => Path.GetExtension(path)?.ToLowerInvariant() switch
    {
        ".tsv" or ".txt" => '\t',
        ".csv" => ',',
        _ => null,
    };

    private static Option<int> CreateNumber(string name, string description, int number) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => number,
        CustomParser = OptionParsers.AtLeastOne,
        HelpName = "N",
    };
}
