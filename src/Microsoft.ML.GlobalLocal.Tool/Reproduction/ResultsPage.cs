namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The page of results: what holds of the paper in our runs, the tables, the figures, and how each was obtained.</summary>
internal sealed record ResultsPage
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What stands before the first section: paragraphs of Markdown.</summary>
    public IReadOnlyList<string> Introduction { get; init; } = [];

    /// <summary>The machine of the runs, by <see cref="MachineDescription"/>.</summary>
    public required string Machine { get; init; }

    /// <summary>The sections, in order.</summary>
    public required IReadOnlyList<ResultsSection> Sections { get; init; }

    /// <summary>Writes the page as Markdown.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="figureFolder">Where the PNG files of the figures are, relative to the page; empty when beside it.</param>
    public void Write(TextWriter output, string figureFolder = "") => throw new NotImplementedException();
}

/// <summary>One section: prose, then claims, tables and figures.</summary>
internal sealed record ResultsSection
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its prose: paragraphs of Markdown.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Statements and what the runs say of them.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Its tables.</summary>
    public IReadOnlyList<ResultTable> Tables { get; init; } = [];

    /// <summary>Its figures.</summary>
    public IReadOnlyList<FigureData> Figures { get; init; } = [];
}
