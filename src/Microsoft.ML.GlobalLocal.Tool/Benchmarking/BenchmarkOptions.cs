namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What <c>bench</c> is asked for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>The folder of the data sets; may be missing.</summary>
    public string? Data { get; init; }

    /// <summary>The folder that all is written to.</summary>
    public required string Output { get; init; }

    /// <summary>The parts to measure, in this order.</summary>
    public required IReadOnlyList<BenchmarkPart> Parts { get; init; }

    /// <summary>Whether small generated data takes the place of all other: a look within minutes, whose figures tell nothing of large data.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The GPU for what can use one; <see langword="null"/>: the CPU.</summary>
    public int? Gpu { get; init; }

    /// <summary>The number of threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The interpreter of Python that has the systems to compare with; <see langword="null"/>: they are not run.</summary>
    public string? Python { get; init; }

    /// <summary>The folder for files that one case hands on to the next; a run makes one for itself.</summary>
    public string WorkFolder { get; init; } = "";

    /// <summary>A context with the seed and the device of all measurements.</summary>
    public MLContext CreateContext() => new(seed: 1) { GpuDeviceId = Gpu, FallbackToCpu = true };

    /// <summary>The larger size, or the one of a quick look.</summary>
    public T Select<T>(T quick, T full) => IsQuick ? quick : full;
}
