namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The page of results: what holds of the paper in our runs, the tables, the figures, and how each was obtained.</summary>
internal sealed record ResultsPage
{
    private const string MachinesTitle = "The machines";

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>What stands before the first section: paragraphs of Markdown.</summary>
    public IReadOnlyList<string> Introduction { get; init; } = [];

    /// <summary>The machines of the runs, each by <see cref="MachineDescription"/>.</summary>
    public required IReadOnlyList<string> Machines { get; init; }

    /// <summary>The sections, in order.</summary>
    public required IReadOnlyList<ResultsSection> Sections { get; init; }

    /// <summary>Writes the page as Markdown.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="figureFolder">Where the PNG files of the figures are, relative to the page and with slashes; empty when beside it.</param>
    public void Write(TextWriter output, string figureFolder = "")
    {
        output.Write($"# {Title}\n\n");
        WriteParagraphs(output, Introduction);
        foreach (var section in Sections)
        {
            WriteLink(output, "", section.Title);
            foreach (string title in section.Tables.Select(table => table.Title).Concat(section.Figures.Select(figure => figure.Title)))
            {
                WriteLink(output, "  ", title);
            }
        }

        WriteLink(output, "", MachinesTitle);
        output.Write("\n");
        foreach (var section in Sections)
        {
            output.Write($"## {section.Title}\n\n");
            WriteParagraphs(output, section.Paragraphs);
            WriteClaims(output, section.Claims);
            foreach (var table in section.Tables)
            {
                output.Write($"### {table.Title}\n\n");
                ResultTableWriter.WriteMarkdown(table, output);
            }

            foreach (var figure in section.Figures)
            {
                string folder = figureFolder.Length == 0 ? "" : figureFolder.TrimEnd('/') + "/";
                output.Write($"### {figure.Title}\n\n");
                WriteParagraphs(output, figure.Note.Length == 0 ? [] : [figure.Note]);
                output.Write($"![{figure.Title}]({folder}{figure.Name}.png)\n\n");
            }
        }

        output.Write($"## {MachinesTitle}\n\n{string.Join('\n', Machines.Select(machine => $"- {machine}"))}\n");
    }

    /// <summary>Writes a line of the contents: a link to a heading of the page, whose anchor is its letters, digits and hyphens, with hyphens for spaces.</summary>
    private static void WriteLink(TextWriter output, string indent, string title)
    {
        var anchor = title.ToLowerInvariant().Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-').Select(sign => sign == ' ' ? '-' : sign);
        output.Write($"{indent}- [{title}](#{string.Concat(anchor)})\n");
    }

    private static void WriteParagraphs(TextWriter output, IEnumerable<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            output.Write($"{paragraph}\n\n");
        }
    }

    private static void WriteClaims(TextWriter output, IReadOnlyList<Claim> claims)
    {
        if (claims.Count > 0)
        {
            output.Write(
                $"A claim holds, or does not, where the Wilcoxon signed-rank test over the users says so, two-sided, p < {ResultNumber.Format(PairedTest.Level, 2)} after Holm's correction for the {claims.Count} claims of this table, "
                + "and each seed points to the same side. Two systems are compared over the seeds that both ran with.\n\n");
            MarkdownTable.Write(output, ["Claim", "In these runs", "Evidence"], claims.Select(claim => (string[])[claim.Statement, Describe(claim.Verdict), claim.Evidence]));
            output.Write("\n");
        }
    }

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Stands => "not behind, by no more than chance",
        Verdict.Fails => "**does not hold**",
        _ => "not decided: chance or the seed would explain the difference",
    };
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
