using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.LoadTest;

/// <summary>The command line: starts the service in this process, asks it for a while, and prints what came of it.</summary>
internal static class LoadCommand
{
    public static RootCommand Create(TextWriter output)
    {
        var model = new Option<FileInfo>("--model") { Description = "The model to serve.", Required = true, HelpName = "FILE" };
        var swap = new Option<FileInfo>("--swap") { Description = "A second model, which takes the place of the first and gives it back, twice every five seconds.", HelpName = "FILE" };
        var seconds = Within(new Option<int>("--seconds") { Description = "How long to ask, 1 to 600.", DefaultValueFactory = _ => 10 }, 600);
        var clients = Within(new Option<int>("--clients") { Description = "How many ask at once, 1 to 64.", DefaultValueFactory = _ => 8 }, 64);
        var command = new RootCommand("Puts the service under load, on this machine alone: exit code 1 where any answer was an error.") { model.AcceptExistingOnly(), swap.AcceptExistingOnly(), seconds, clients };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var target = await ServiceUnderLoad.StartAsync(parsed.GetRequiredValue(model).FullName);
            using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var swapping = parsed.GetValue(swap) is { } other ? target.SwapAsync(other.FullName, stopped.Token) : Task.CompletedTask;
            var report = await LoadRun.RunAsync(target.Address, parsed.GetValue(clients), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken);
            await stopped.CancelAsync();
            await swapping;
            report.Write(output);
            return report.Errors.Count == 0 && report.Requests > 0 ? 0 : 1;
        });
        return command;
    }

    private static Option<int> Within(Option<int> option, int maximum)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < 1 || value > maximum))
            {
                result.AddError($"{option.Name} is {value}; it must lie between 1 and {maximum}.");
            }
        });
        return option;
    }
}
