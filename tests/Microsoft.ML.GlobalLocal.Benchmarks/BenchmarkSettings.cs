using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Microsoft.ML.GlobalLocal.Benchmarks;

/// <summary>How benchmarks are run, and where what they gave is written.</summary>
internal static class BenchmarkSettings
{
    /// <summary>A small selection by short runs; all other options are BenchmarkDotNet's own.</summary>
    public const string QuickOption = "--quick";

    private static readonly string[] SelectingOptions = ["--filter", "-f", "--anyCategories", "--allCategories", "--list", "--info", "--help", "--version"];

    /// <summary>Whether an option chooses benchmarks, or asks for something else than a run of them.</summary>
    public static bool IsSelection(string option) => SelectingOptions.Contains(option);

    /// <summary>The configuration of all benchmarks.</summary>
    public static IConfig Create() => DefaultConfig.Instance
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .AddJob(CreateJob())
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(CategoriesColumn.Default)
        .AddFilter(new SimpleFilter(benchmark => !(BenchmarkScale.IsQuick && benchmark.Descriptor.WorkloadMethod.IsDefined(typeof(SlowAttribute), inherit: false))))
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared));

    /// <summary>1 where a benchmark failed or none was found.</summary>
    public static int GetExitCode(IEnumerable<Summary> summaries) =>
        summaries.ToArray() is { Length: > 0 } all && all.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;

    /// <summary>In this process: a project of BenchmarkDotNet's making would not know where libtorch lies.</summary>
    private static Job CreateJob()
    {
        var job = Job.Default.WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromHours(2), logOutput: true));
        return BenchmarkScale.IsQuick
            ? job.WithId("Quick").WithWarmupCount(1).WithIterationCount(3).WithIterationTime(TimeInterval.FromMilliseconds(100))
            : job.WithWarmupCount(2).WithIterationCount(5);
    }
}
