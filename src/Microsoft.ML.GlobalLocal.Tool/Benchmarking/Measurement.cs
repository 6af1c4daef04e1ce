namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What was measured of one step of a case.</summary>
internal sealed record Measurement
{
    /// <summary>The case.</summary>
    public string Case { get; init; } = "";

    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>The size that plots show it against, such as the number of items.</summary>
    public required double Size { get; init; }

    /// <summary>The time by the clock, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The processor time of all threads, in seconds.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>The most memory that the process has held up to the end of the step, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>How much was done, in <see cref="Unit"/>; 0: nothing that is counted.</summary>
    public double Count { get; init; }

    /// <summary>What is counted, in the plural.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Other figures, by name.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Why there are no figures; <see langword="null"/> where there are.</summary>
    public string? Failure { get; init; }

    /// <summary>How much was done in a second; <see langword="null"/> where nothing is counted.</summary>
    public double? Rate => Count > 0 && Seconds > 0 ? Count / Seconds : null;

    /// <summary>The row of a case that failed.</summary>
    public static Measurement OfFailure(string @case, string failure) =>
        new() { Case = @case, Step = "", Size = double.NaN, Seconds = double.NaN, ProcessorSeconds = double.NaN, PeakBytes = 0, Failure = failure };
}
