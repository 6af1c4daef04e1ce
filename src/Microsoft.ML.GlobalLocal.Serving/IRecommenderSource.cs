namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>Where the current model is found. Thread-safe, and reading it costs nothing.</summary>
public interface IRecommenderSource
{
    /// <summary>
    /// The current model. It may be another one at the next call, but what was returned goes on answering: keep it for as long as answers must be of
    /// one model.
    /// </summary>
    ServedModel Current { get; }

    /// <summary>Why the file on the disk is not the model that answers; <see langword="null"/> while it is.</summary>
    ModelRefusal? Refusal { get; }
}
