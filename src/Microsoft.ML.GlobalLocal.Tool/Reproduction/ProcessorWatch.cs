namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Measures the processor time that this process uses, over all its threads. Unlike time by the clock it hardly depends on what else the machine does, or
/// on the number of threads.
/// </summary>
internal readonly struct ProcessorWatch
{
    private readonly TimeSpan _start;

    private ProcessorWatch(TimeSpan start)
    {
        _start = start;
    }

    /// <summary>The processor time since the start, in seconds.</summary>
    public double Seconds => (Environment.CpuUsage.TotalTime - _start).TotalSeconds;

    /// <summary>Starts.</summary>
    public static ProcessorWatch StartNew() => new(Environment.CpuUsage.TotalTime);
}
