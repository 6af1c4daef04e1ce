using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.GlobalLocal.Tool.Commands;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The command line: 0 is success, 1 a failure told in one plain message, 2 a mistake in the usage.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args, ToolConsole console, CancellationToken cancellationToken = default)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            var parsed = CreateRoot(console).Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    console.Note($"error: {error.Message}");
                }

                string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
                console.Note($"'globallocal {command}--help' tells the usage.");
                return WrongUsage;
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = console.Output,
                    Error = console.Error,
                    EnableDefaultExceptionHandler = false,
                    // Training looks for cancellation once in a batch or sweep, which may be long.
                    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
                },
                cancellationToken);
        }
        catch (UsageException exception)
        {
            console.Note($"error: {exception.Message}");
            return WrongUsage;
        }
        catch (Exception exception) when (IsCancellation(exception))
        {
            console.Note("error: cancelled; nothing was written.");
            return Failed;
        }
        catch (Exception exception)
        {
            console.Note($"error: {Explain(exception)}");
            return Failed;
        }
    }

    private static RootCommand CreateRoot(ToolConsole console) => new("Top-N recommendation from interactions: train a model, evaluate it, ask it.")
    {
        TrainCommand.Create(console),
        EvaluateCommand.Create(console),
        RecommendCommand.Create(console),
        SimilarCommand.Create(console),
        ExplainCommand.Create(console),
        InfoCommand.Create(console),
        PlotCommand.Create(console),
        ReproduceCommand.Create(console),
        RerankCommand.Create(console),
        ExportCommand.Create(console),
        GenerateCommand.Create(console),
        BenchCommand.Create(console),
        DemoCommand.Create(console),
    };

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException || exception.InnerException is { } inner && IsCancellation(inner);

    /// <summary>One line, of the exception that says what went wrong.</summary>
    private static string Explain(Exception exception)
    {
        while (IsWrapper(exception) && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        string message = exception is ArgumentException { ParamName: { } parameter }
            ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }

    /// <summary>Threads and reflection wrap what went wrong, and ML.NET's reading threads do in exceptions that say just that.</summary>
    private static bool IsWrapper(Exception exception) =>
        exception is AggregateException or TargetInvocationException || exception.Message.Contains("encountered exception", StringComparison.Ordinal);
}
