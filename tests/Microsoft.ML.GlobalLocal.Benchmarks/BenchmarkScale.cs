namespace Microsoft.ML.GlobalLocal.Benchmarks;

/// <summary>
/// How much is measured: all, or with <c>--quick</c> a small selection. A class takes its parameters from here:
/// <c>public static IEnumerable&lt;int&gt; Dimensions => BenchmarkScale.Select(quick: [64], all: [64, 128, 256]);</c>, which <c>[ParamsSource]</c> names.
/// </summary>
internal static class BenchmarkScale
{
    /// <summary>Whether it is a quick look. Set before the first benchmark is found.</summary>
    public static bool IsQuick { get; set; }

    /// <summary>The parameters of a benchmark.</summary>
    /// <param name="quick">Those of a quick look.</param>
    /// <param name="all">Those of a full run.</param>
    public static IReadOnlyList<T> Select<T>(IReadOnlyList<T> quick, IReadOnlyList<T> all) => IsQuick ? quick : all;
}
