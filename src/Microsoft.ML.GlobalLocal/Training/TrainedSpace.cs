namespace Microsoft.ML.GlobalLocal;

/// <summary>A trained space, and the trainer with the hyper-parameters that made it: train again with it, on more data, without a search.</summary>
/// <param name="Space">The space.</param>
/// <param name="Trainer">The trainer with its hyper-parameters fixed to those chosen.</param>
public sealed record TrainedSpace(RepresentationSpace Space, SpaceTrainer Trainer);
