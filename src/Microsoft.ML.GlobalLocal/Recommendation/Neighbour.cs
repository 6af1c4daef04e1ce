namespace Microsoft.ML.GlobalLocal;

/// <summary>A user or an item that is like another one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Similarity">The cosine of the two vectors, averaged over the spaces; at most 1.</param>
public sealed record Neighbour(string Id, float Similarity);
