namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What is kept of a trial, one point of a system's grid.</summary>
/// <param name="Options">The options, with the number of epochs that was best, by <see cref="BaselineTrainer.WriteOptions"/>.</param>
/// <param name="ValidationMetric">How well the held-out interactions were ranked.</param>
/// <param name="Seconds">The processor time of the training and the judging, over all threads.</param>
/// <param name="Machine">The machine that it ran on, by <see cref="MachineDescription"/>.</param>
internal sealed record GridTrial(string Options, double ValidationMetric, double Seconds, string Machine);
