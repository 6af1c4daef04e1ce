namespace Microsoft.ML.GlobalLocal;

/// <summary>A space turned out, in its training, to be impossible on the data. The trainer of a whole model may leave it out.</summary>
/// <param name="space">The name of the space.</param>
/// <param name="obstacle">Why it can't be trained.</param>
internal sealed class SpaceObstacleException(string space, string obstacle) : InvalidOperationException($"Space {space} can't be trained on this data: {obstacle}");
