namespace Microsoft.ML.GlobalLocal;

/// <summary>One report of how far a training run is.</summary>
/// <param name="Stage">What is being done, in words, such as <c>GD</c> or <c>attention</c>.</param>
public sealed record TrainingProgress(string Stage)
{
    /// <summary>The epoch, sweep or trial that ended, from 1; 0 where the stage has none.</summary>
    public int Epoch { get; init; }

    /// <summary>The largest number of epochs, sweeps or trials; 0 where the stage has none.</summary>
    public int Epochs { get; init; }

    /// <summary>The mean training loss of the epoch; NaN where there is none.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>The validation metric after the epoch, higher is better; NaN where there is none.</summary>
    public double ValidationMetric { get; init; } = double.NaN;

    /// <summary>Triplets trained on per second; NaN where there are none.</summary>
    public double TripletsPerSecond { get; init; } = double.NaN;

    /// <summary>An estimate of the time that the stage still takes; <see langword="null"/> where there is none.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>The report in one line.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder(Stage);
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (Epoch > 0)
        {
            text.Append(culture, $" {Epoch}/{Epochs}");
        }

        if (!double.IsNaN(Loss))
        {
            text.Append(culture, $", loss {Loss:0.0000}");
        }

        if (!double.IsNaN(ValidationMetric))
        {
            text.Append(culture, $", validation {ValidationMetric:0.0000}");
        }

        if (!double.IsNaN(TripletsPerSecond))
        {
            text.Append(culture, $", {TripletsPerSecond:N0} triplets/s");
        }

        if (TimeLeft is { } left)
        {
            text.Append(culture, $", at most {left.TotalSeconds:0} s left");
        }

        return text.ToString();
    }
}
