namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

/// <summary>Keeps reports of progress, at once and in order.</summary>
internal sealed class Reports : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Values { get; } = [];

    public Action<TrainingProgress> OnReport { get; init; } = _ => { };

    public void Report(TrainingProgress value)
    {
        Values.Add(value);
        OnReport(value);
    }
}
