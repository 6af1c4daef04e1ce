namespace Microsoft.ML.GlobalLocal.Benchmarks;

/// <summary>Marks a benchmark that takes seconds for each operation, and is left out of a quick look.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowAttribute : Attribute;
