namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The command line asks for something that makes no sense, as only the data or the model shows: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
