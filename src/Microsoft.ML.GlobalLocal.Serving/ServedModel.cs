namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>A model as it was loaded: what answers, and what is known of it. Immutable and thread-safe.</summary>
/// <param name="Recommender">What answers.</param>
/// <param name="Information">What is known of its model.</param>
public sealed record ServedModel(Recommender Recommender, ModelInformation Information);
