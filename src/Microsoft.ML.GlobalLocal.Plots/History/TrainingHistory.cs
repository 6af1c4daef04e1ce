using System.Text.Json;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Keeps the reports of a training, to look at its curves: give it as the <c>Progress</c> of a trainer's options. Thread-safe. A notebook shows it as a table
/// of stages with the curves.
/// </summary>
/// <param name="next">What each report is passed on to; default: nothing.</param>
[TypeFormatterSource(typeof(TrainingHistoryFormatterSource))]
public sealed class TrainingHistory(IProgress<TrainingProgress>? next = null) : IProgress<TrainingProgress>, ITabular
{
    private static readonly DisplayColumn[] Columns =
        [new("stage"), new("reports", IsNumber: true), new("last loss", IsNumber: true), new("best validation", IsNumber: true)];

    private readonly object _lock = new();
    private readonly List<TrainingProgress> _reports = [];

    /// <summary>The reports so far, in the order in which they came.</summary>
    public IReadOnlyList<TrainingProgress> Reports
    {
        get
        {
            lock (_lock)
            {
                return [.. _reports];
            }
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_lock)
        {
            _reports.Add(value);
        }

        next?.Report(value);
    }

    /// <summary>Saves the reports as JSON. A save that fails leaves the old file whole.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or its folder, may not be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, Reports.Select(TrainingReport.Of), TrainingReport.JsonOptions));
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no training history.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static TrainingHistory Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var history = new TrainingHistory();
            using var stream = File.OpenRead(path);
            foreach (var report in JsonSerializer.Deserialize<TrainingReport?[]>(stream, TrainingReport.JsonOptions) ?? throw new JsonException("there is no list of reports."))
            {
                history.Report(report?.ToProgress() ?? throw new JsonException($"report {history._reports.Count + 1} is empty."));
            }

            return history;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is no training history as TrainingHistory.Save writes it: {exception.Message}", exception);
        }
    }

    IReadOnlyList<DisplayTable> ITabular.ToTables() =>
        [new DisplayTable("", Columns, [.. Reports.GroupBy(report => report.Stage).Select(ToCells)])];

    /// <summary>The table of stages as text.</summary>
    public override string ToString() => ((ITabular)this).ToText();

    private static string[] ToCells(IGrouping<string, TrainingProgress> stage) =>
    [
        stage.Key,
        stage.Count().ToString(System.Globalization.CultureInfo.InvariantCulture),
        Format(stage.Select(report => report.Loss).LastOrDefault(double.IsFinite, double.NaN)),
        Format(stage.Select(report => report.ValidationMetric).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max()),
    ];

    private static string Format(double value) => double.IsNaN(value) ? "" : DisplayTable.Format(value);
}
