namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes what the runs gave: tables, figures, and the page that has them all.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results of the runs.</param>
internal sealed class ReproductionReport(ReproductionOptions options, RunResults results)
{
    // So that a quick look never takes the place of a reproduction.
    private const string QuickPrefix = "quick-";

    private readonly ReproductionTables _tables = new(options, results);
    private readonly StudyTables _studies = new(options, results);
    private readonly ReproductionFigures _figures = new(options, results);
    private readonly ReproductionClaims _claims = new(options, results);

    /// <summary>Writes the files into the output folder.</summary>
    /// <returns>The path of the page.</returns>
    public string Write()
    {
        int[] systemTables = [.. new[] { 4, 5 }.Where(options.Tables.Contains)];
        var ablation = new ResultsSection
        {
            Title = "Does attention beat its spaces?",
            Paragraphs = ["The paper's four spaces (global or local triplets, distance or product loss), attention over the global two, the local two, and all."],
            Claims = _claims.TestAblation(),
            Tables = Mark(from table in new[] { 2, 3 } where options.Tables.Contains(table) from settings in RunResult.AllSettings select _tables.CreateAblation(table, settings)),
            Figures = Mark(from figure in options.Figures from settings in RunResult.AllSettings select figure == 4 ? _figures.CreateClusters(settings) : _figures.CreateLengths(figure, settings)),
        };
        var systems = new ResultsSection
        {
            Title = "The systems",
            Paragraphs = [string.Join("\n", options.Competitors.Select(competitor => $"- **{competitor.Name}**: {competitor.Origin}"))],
            Claims = _claims.TestSystems(),
            Tables = Mark(from table in systemTables select _tables.CreateSystems(table)),
        };
        var studies = new ResultsSection
        {
            Title = "What the fusion is worth",
            Paragraphs = ["The library's default preset, taken apart, and its lists ranked once more."],
            Tables = Mark(options.RunsStudies ? [_studies.CreateFusion(), _studies.CreateReranking()] : []),
        };
        var leaveOneOut = new ResultsSection
        {
            Title = "Leave-one-out",
            Paragraphs = ["Of AP each claim takes the dimension d that is best on the test."],
            Claims = _claims.TestLeaveOneOut(),
            Tables = Mark(options.Tables.Contains(6) ? [_tables.CreateLeaveOneOut()] : []),
        };
        var choices = new ResultsSection
        {
            Title = "What was tried and chosen",
            Tables = Mark(
            [
                .. options.Tables.Order().Select(_tables.CreateChoices),
                .. options.RunsStudies ? [_studies.CreateFusionChoices(), _studies.CreateRerankingChoices()] : Array.Empty<ResultTable>(),
            ]),
        };
        ResultsSection[] sections = [.. new[] { ablation, systems, studies, leaveOneOut, choices }.Where(section => section.Tables.Count + section.Figures.Count > 0)];
        foreach (var table in sections.SelectMany(section => section.Tables))
        {
            WriteText($"{table.Name}.csv", output => ResultTableWriter.WriteCsv(table, output));
            WriteText($"{table.Name}.md", output =>
            {
                output.Write($"# {table.Title}\n\n");
                ResultTableWriter.WriteMarkdown(table, output);
            });
        }

        foreach (var figure in sections.SelectMany(section => section.Figures))
        {
            WriteText($"{figure.Name}.csv", output => FigureWriter.WriteCsv(figure, output));
            WriteFile($"{figure.Name}.png", path => FigureWriter.WritePng(figure, path));
        }

        var page = new ResultsPage
        {
            Title = "Results",
            Introduction = [Introduce()],
            Machines = results.Machines,
            Sections = sections,
        };
        return WriteText($"{(options.IsQuick ? QuickPrefix : "")}results.md", output => page.Write(output));
    }

    private string Introduce() =>
        (options.IsQuick ? QuickNote + " " : "")
        + "Made by `globallocal reproduce`. A tenth of every user's training interactions is held out, by which each system chooses its settings. The compared systems and the spaces by themselves are then trained again on "
        + "all training interactions, and so are the spaces of the default preset, whose attention is trained on held-out parts. The paper's spaces are not: they stay without the tenth, on which their attention is trained. "
        + "The default preset tries what it tries for everyone, on several held-out parts where they are small, without a limit of points. The test is read once, at the end. "
        + "Users with test items all count, whatever is recommended to them. Where a claim names the best of several, it is the best on the test, which makes it the hardest to beat.";

    private string QuickNote =>
        $"A quick look and no reproduction: {options.Seeds} seed, at most {options.Trials} points and {options.MaximumEpochs} epochs each, and some of the systems only.";

    private ResultTable[] Mark(IEnumerable<ResultTable> tables) =>
        [.. tables.Select(table => options.IsQuick ? table with { Name = QuickPrefix + table.Name, Title = $"{table.Title} (quick look)", Notes = [QuickNote, .. table.Notes] } : table)];

    private FigureData[] Mark(IEnumerable<FigureData> figures) =>
        [.. figures.Where(figure => figure.Rows.Count > 0).Select(figure => options.IsQuick ? figure with { Name = QuickPrefix + figure.Name, Title = $"{figure.Title} (quick look)", Note = $"{QuickNote} {figure.Note}" } : figure)];

    private string WriteText(string name, Action<TextWriter> write) => WriteFile(name, path =>
    {
        using var output = new StreamWriter(path);
        write(output);
    });

    /// <summary>Writes a file beside its place, and moves it there when it is whole.</summary>
    private string WriteFile(string name, Action<string> write)
    {
        Directory.CreateDirectory(options.Output);
        string path = Path.Combine(options.Output, name);
        string beside = Path.Combine(options.Output, $"part-{name}");
        write(beside);
        File.Move(beside, path, overwrite: true);
        return path;
    }
}
