namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// One subject of <c>bench</c>: cases that are measured in a process each, one after the other, and the plots of what they gave. Another subject is
/// another class, which <see cref="BenchmarkCatalog"/> names.
/// </summary>
internal abstract class BenchmarkPart
{
    /// <summary>What <c>--part</c> and the files call it.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    public abstract string Title { get; }

    /// <summary>What bounds the figures: operations, bytes. A paragraph of Markdown.</summary>
    public abstract string Limit { get; }

    /// <summary>The files of data sets that it reads, relative to the folder of the data.</summary>
    public virtual IReadOnlyList<string> GetFiles(BenchmarkOptions options) => [];

    /// <summary>Checks that what it needs beside data is there.</summary>
    /// <exception cref="ToolException">It is not; the message says what is missing.</exception>
    public virtual void CheckReady(BenchmarkOptions options)
    {
    }

    /// <summary>The cases. A later one may read what an earlier one left in <see cref="BenchmarkOptions.WorkFolder"/>.</summary>
    public abstract IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options);

    /// <summary>The panels of its plot; none: it has no plot.</summary>
    public virtual IReadOnlyList<FigurePanel> CreatePanels(IReadOnlyList<Measurement> measurements) => [];
}

/// <summary>What one process measures.</summary>
/// <param name="Name">Its name within the part.</param>
/// <param name="Run">Does the work, step by step.</param>
internal sealed record BenchmarkCase(string Name, Action<StepRecorder, CancellationToken> Run);
