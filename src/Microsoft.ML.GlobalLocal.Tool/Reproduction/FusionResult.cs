namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A row of <see cref="FusionStudy"/>.</summary>
/// <param name="Name">What was measured, such as <c>GW</c>, <c>fixed weights</c> or <c>without GW</c>.</param>
/// <param name="Spaces">The names of the spaces that were offered.</param>
/// <param name="IsFixed">Whether the weights are the same for every pair: by design, or because validation found nothing better.</param>
/// <param name="Metrics">The metrics on the test interactions.</param>
internal sealed record FusionResult(string Name, IReadOnlyList<string> Spaces, bool IsFixed, TopNMetrics Metrics);
