namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The tool cannot do what was asked: exit code 1.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner);
