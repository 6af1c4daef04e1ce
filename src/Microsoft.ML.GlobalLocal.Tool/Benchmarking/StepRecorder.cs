using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Measures the steps of a case in the process that does them.</summary>
/// <param name="console">Is told of each step as it ends.</param>
internal sealed class StepRecorder(ToolConsole console)
{
    private readonly List<Measurement> _measurements = [];

    /// <summary>What was measured so far.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>Does a step and measures it.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="size">The size that plots show it against.</param>
    /// <param name="work">What is done.</param>
    /// <param name="count">How much that is; 0: nothing that is counted.</param>
    /// <param name="unit">What is counted.</param>
    public T Measure<T>(string step, double size, Func<T> work, double count = 0, string unit = "")
    {
        var processor = ProcessorWatch.StartNew();
        var watch = Stopwatch.StartNew();
        var result = work();
        _measurements.Add(new Measurement
        {
            Step = step,
            Size = size,
            Seconds = watch.Elapsed.TotalSeconds,
            ProcessorSeconds = processor.Seconds,
            PeakBytes = ReadPeak(),
            Count = count,
            Unit = unit,
        });
        console.Note(string.Create(CultureInfo.InvariantCulture, $"{step}: {_measurements[^1].Seconds:0.00} s, peak memory so far {_measurements[^1].PeakBytes / 1e6:0} MB"));
        return result;
    }

    /// <summary>Does a step that gives nothing, and measures it.</summary>
    public void Measure(string step, double size, Action work, double count = 0, string unit = "") => Measure<object?>(step, size, () =>
    {
        work();
        return null;
    }, count, unit);

    /// <summary>Adds a figure to the last step.</summary>
    public void Add(string name, double value) =>
        _measurements[^1] = _measurements[^1] with { Figures = new Dictionary<string, double>(_measurements[^1].Figures) { [name] = value } };

    /// <summary>Takes over what another process measured.</summary>
    public void Record(IEnumerable<Measurement> measurements) => _measurements.AddRange(measurements);

    private static long ReadPeak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
