namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>How a model is served.</summary>
public sealed class RecommenderServingOptions
{
    /// <summary>The model zip; relative to the current folder.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// How often the file is looked at. A file that has changed is loaded once it has stayed the same for one interval, so one that is being written is
    /// left alone. <see cref="Timeout.InfiniteTimeSpan"/>: never again after the start.
    /// </summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(2);
}
