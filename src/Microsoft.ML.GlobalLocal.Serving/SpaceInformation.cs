namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>A space of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">The length of its vectors.</param>
/// <param name="Similarity">How vectors are compared in it.</param>
public sealed record SpaceInformation(string Name, int Dimension, VectorSimilarity Similarity);
