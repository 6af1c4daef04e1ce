namespace Microsoft.ML.GlobalLocal;

/// <summary>What every space has: its name, its vectors, and how a new user's vector is made.</summary>
/// <param name="Name">The name of the space; unique within a model.</param>
/// <param name="Dimension">The length d of every vector.</param>
/// <param name="UserVectors">The users' vectors, row after row: [users * dimension].</param>
/// <param name="ItemVectors">The items' vectors, row after row: [items * dimension].</param>
/// <param name="Folding">How a new user's vector is made from its items; <see langword="null"/>: the mean of its items' vectors.</param>
public sealed record SpaceTables(string Name, int Dimension, float[] UserVectors, float[] ItemVectors, UserFolding? Folding = null);
