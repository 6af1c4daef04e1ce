using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Describes the machine that this process runs on.</summary>
internal static class MachineDescription
{
    /// <summary>One sentence: processor, cores, memory, operating system, .NET.</summary>
    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0} GiB of memory, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.";

    /// <summary>The processor's name, where the operating system tells it without a library, else its architecture.</summary>
    private static string Processor()
    {
        const string modelName = "model name";
        const string linux = "/proc/cpuinfo";
        var model = File.Exists(linux)
            ? File.ReadLines(linux).FirstOrDefault(line => line.StartsWith(modelName, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrEmpty(model) ? RuntimeInformation.ProcessArchitecture.ToString() : model;
    }
}
