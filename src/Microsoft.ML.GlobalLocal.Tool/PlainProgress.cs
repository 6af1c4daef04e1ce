using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Progress as plain lines: the first and the last of every stage, and between them one in five seconds.</summary>
internal sealed class PlainProgress(TextWriter writer) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private string? _stage;
    private long _written;

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            if (value.Stage != _stage || value.Epoch == value.Epochs || Stopwatch.GetElapsedTime(_written) >= Interval)
            {
                _stage = value.Stage;
                _written = Stopwatch.GetTimestamp();
                writer.WriteLine(value);
            }
        }
    }
}
