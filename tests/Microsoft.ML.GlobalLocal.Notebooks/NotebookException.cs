namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>A cell failed.</summary>
public sealed class NotebookException(string message, Exception inner) : Exception(message, inner);
