namespace Microsoft.ML.GlobalLocal;

/// <summary>A column of a table to look at.</summary>
/// <param name="Name">What is above it.</param>
/// <param name="IsNumber">Whether it holds numbers, which are aligned on the right.</param>
internal readonly record struct DisplayColumn(string Name, bool IsNumber = false);
