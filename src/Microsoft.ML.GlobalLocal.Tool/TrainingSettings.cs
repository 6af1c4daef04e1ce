namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What a training run is asked for.</summary>
/// <param name="Preset">The preset.</param>
/// <param name="TopN">The length N of the lists that it is tuned for.</param>
/// <param name="Seed">The seed of all randomness.</param>
/// <param name="Threads">The number of threads; <see langword="null"/>: one per core.</param>
/// <param name="HistoryPath">The file for the history of the training; <see langword="null"/>: none.</param>
/// <param name="TargetRecall">The recall of the exhaustive lists that the index is made for; <see langword="null"/>: searches are as the preset has them.</param>
internal sealed record TrainingSettings(GlobalLocalPreset Preset, int TopN, int Seed, int? Threads, string? HistoryPath = null, double? TargetRecall = null);
