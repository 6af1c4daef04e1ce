namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Measures the parts that are asked for, one after the other, and writes the files of each as it ends.</summary>
internal static class BenchmarkRun
{
    /// <summary>Measures all.</summary>
    /// <returns>The path of the page.</returns>
    /// <exception cref="ToolException">Data is missing, or a case failed; what was measured is kept.</exception>
    public static string Run(ToolConsole console, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        BenchmarkCatalog.CheckPresent(options);
        foreach (var part in options.Parts)
        {
            part.CheckReady(options);
        }

        string device = DescribeDevice(options);
        if (options.Gpu is not null)
        {
            console.Note(device);
        }

        var report = new BenchmarkReport(options, device);
        bool failed = false;
        string page = "";
        foreach (var part in options.Parts)
        {
            var measurements = Measure(console, options, part, cancellationToken);
            failed |= measurements.Exists(measurement => measurement.Failure is not null);
            page = report.Write(part, measurements);
        }

        return failed ? throw new ToolException($"Some measurements failed; '{page}' says which. All others are there.") : page;
    }

    private static List<Measurement> Measure(ToolConsole console, BenchmarkOptions options, BenchmarkPart part, CancellationToken cancellationToken)
    {
        // On the disk of the results, since it may take much.
        string work = Path.Combine(options.Output, $"work-{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        try
        {
            var measurements = new List<Measurement>();
            foreach (var @case in part.CreateCases(options))
            {
                cancellationToken.ThrowIfCancellationRequested();
                console.Note($"{part.Name}: {@case.Name}");
                measurements.AddRange(BenchmarkProcess.Run(console, options with { WorkFolder = work }, part, @case.Name, cancellationToken));
            }

            return measurements;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>What the trainers that can use a GPU run on.</summary>
    private static string DescribeDevice(BenchmarkOptions options)
    {
        if (options.Gpu is null)
        {
            return "All is measured on the CPU.";
        }

        try
        {
            TorchBackend.GetDevice(new MLContext { GpuDeviceId = options.Gpu, FallbackToCpu = false });
            return $"The networks and the attention are trained on GPU {options.Gpu}; all else is managed code on the CPU.";
        }
        catch (TorchBackendException exception)
        {
            return $"GPU {options.Gpu} was asked for, but there is none, so all is measured on the CPU. {exception.Message}";
        }
    }
}
