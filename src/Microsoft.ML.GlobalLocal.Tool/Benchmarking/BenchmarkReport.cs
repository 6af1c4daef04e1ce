using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes what was measured: for each part a table as CSV and Markdown and, where it grows with something, a plot; and one page of all parts.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="device">What it was measured on, in a sentence.</param>
internal sealed class BenchmarkReport(BenchmarkOptions options, string device)
{
    private const int PanelsPerRow = 2;

    // So that a quick look never takes the place of a full run.
    private string Prefix => options.IsQuick ? "quick-" : "";

    /// <summary>Writes the files of a part, and the page of all parts whose files are in the folder, of earlier runs too.</summary>
    /// <returns>The path of the page.</returns>
    public string Write(BenchmarkPart part, IReadOnlyList<Measurement> measurements)
    {
        string name = Prefix + part.Name;
        WriteText($"{name}.csv", output => WriteCsv(measurements, output));
        var measured = measurements.Where(measurement => measurement.Failure is null).ToArray();
        var panels = measured.Length > 0 ? part.CreatePanels(measured) : [];
        if (panels.Count > 0)
        {
            WholeFile.WriteBeside(Path.Combine(options.Output, $"{name}.png"), path => FigureWriter.WritePng(new FigureData { Name = name, Title = part.Title, Rows = [.. panels.Chunk(PanelsPerRow)] }, path));
        }

        WriteText($"{name}.md", output =>
        {
            output.Write($"# {part.Title}\n\n");
            WriteTable(measurements, output);
            output.Write($"\nThe limit: {part.Limit}\n\n");
            output.Write($"The machine: {MachineDescription.Describe()} {options.Threads} threads. {device}\n\n");
            output.Write(panels.Count > 0 ? $"![{part.Title}]({name}.png)\n\n" : "");
        });
        return WritePage();
    }

    private string WritePage() => WriteText($"{Prefix}benchmarks.md", output =>
    {
        output.Write("# Benchmarks\n\nMade by `globallocal bench`, each case in a process of its own.\n\n");
        output.Write(options.IsQuick ? "This is a quick look on small generated data, which tells nothing of large data.\n\n" : "");
        foreach (var part in BenchmarkCatalog.All)
        {
            string path = Path.Combine(options.Output, $"{Prefix}{part.Name}.md");
            output.Write(File.Exists(path) ? "#" + File.ReadAllText(path) : "");
        }
    });

    private static void WriteTable(IReadOnlyList<Measurement> measurements, TextWriter output) => MarkdownTable.Write(
        output,
        ["Case", "Step", "Time, s", "Processor time, s", "Peak memory so far, MB", "Rate, a second", "Also"],
        measurements.Select(measurement => measurement.Failure is { } failure
            ? (string[])[measurement.Case, "**failed**", "", "", "", "", failure]
            :
            [
                measurement.Case,
                measurement.Step,
                Format(measurement.Seconds),
                Format(measurement.ProcessorSeconds),
                Format(measurement.PeakBytes / 1e6),
                measurement.Rate is { } rate ? $"{Format(rate)} {measurement.Unit}" : "",
                string.Join(", ", measurement.Figures.Select(figure => $"{figure.Key} {Format(figure.Value)}")),
            ]));

    private static void WriteCsv(IReadOnlyList<Measurement> measurements, TextWriter output)
    {
        string[] figures = [.. measurements.SelectMany(measurement => measurement.Figures.Keys).Distinct()];
        CsvLine.Write(output, ["case", "step", "size", "seconds", "processor seconds", "peak bytes", "count", "unit", .. figures, "failure"]);
        foreach (var measurement in measurements)
        {
            CsvLine.Write(
                output,
                [
                    measurement.Case,
                    measurement.Step,
                    ResultNumber.FormatExact(measurement.Size),
                    ResultNumber.FormatExact(measurement.Seconds),
                    ResultNumber.FormatExact(measurement.ProcessorSeconds),
                    ResultNumber.FormatExact(measurement.PeakBytes),
                    ResultNumber.FormatExact(measurement.Count),
                    measurement.Unit,
                    .. figures.Select(figure => measurement.Figures.TryGetValue(figure, out double value) ? ResultNumber.FormatExact(value) : ""),
                    measurement.Failure ?? "",
                ]);
        }
    }

    /// <summary>Three digits, and whole numbers as they are.</summary>
    private static string Format(double value) =>
        Math.Abs(value) >= 100 || value == Math.Round(value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);

    private string WriteText(string name, Action<TextWriter> write)
    {
        string path = Path.Combine(options.Output, name);
        WholeFile.Write(path, stream =>
        {
            using var output = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            write(output);
        });
        return path;
    }
}
