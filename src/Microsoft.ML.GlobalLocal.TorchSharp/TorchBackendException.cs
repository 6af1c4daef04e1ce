namespace Microsoft.ML.GlobalLocal;

/// <summary>The native libtorch can't be used: the message says what is missing and what to do.</summary>
public sealed class TorchBackendException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    /// <param name="innerException">What the system said, if anything.</param>
    public TorchBackendException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
