using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A report of a training as it is saved: what is not a number is left out. Speeds and times are not kept.</summary>
internal sealed record TrainingReport(string? Stage, int Epoch, int Epochs, double? Loss, double? Validation)
{
    /// <summary>How reports are written and read.</summary>
    public static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    public static TrainingReport Of(TrainingProgress progress) =>
        new(progress.Stage, progress.Epoch, progress.Epochs, Keep(progress.Loss), Keep(progress.ValidationMetric));

    /// <exception cref="JsonException">The report has no stage.</exception>
    public TrainingProgress ToProgress() =>
        new(Stage ?? throw new JsonException("a report has no stage.")) { Epoch = Epoch, Epochs = Epochs, Loss = Loss ?? double.NaN, ValidationMetric = Validation ?? double.NaN };

    private static double? Keep(double value) => double.IsFinite(value) ? value : null;
}
