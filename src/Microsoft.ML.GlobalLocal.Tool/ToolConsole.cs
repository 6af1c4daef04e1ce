using Spectre.Console;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Where the tool writes: results to the output, all else to the error stream.</summary>
internal sealed class ToolConsole(TextWriter output, TextWriter error, bool interactive = false)
{
    /// <summary>Results and nothing else.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Progress, notes and errors.</summary>
    public TextWriter Error { get; } = TextWriter.Synchronized(error);

    /// <summary>Runs work that reports progress: as a bar on a terminal, else as plain lines.</summary>
    public void Run(Action<IProgress<TrainingProgress>> work)
    {
        if (!interactive)
        {
            work(new PlainProgress(Error));
            return;
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) })
            .Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new BarProgress(context)));
    }

    /// <summary>Tells something that is no result.</summary>
    public void Note(string text) => Error.WriteLine(text);
}
