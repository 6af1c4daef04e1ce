namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>Why a file was not loaded in place of the model that answers.</summary>
/// <param name="Reason">What is wrong with the file.</param>
/// <param name="Time">When it was found.</param>
public sealed record ModelRefusal(string Reason, DateTimeOffset Time);
