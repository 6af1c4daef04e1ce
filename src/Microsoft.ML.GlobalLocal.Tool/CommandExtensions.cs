using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What all commands share.</summary>
internal static class CommandExtensions
{
    /// <summary>Sets what the command does, off the thread that waits for Ctrl+C.</summary>
    public static CliCommand Does(this CliCommand command, Action<ParseResult, CancellationToken> action)
    {
        command.SetAction((parsed, cancellationToken) => Task.Run(() => action(parsed, cancellationToken), CancellationToken.None));
        return command;
    }
}
