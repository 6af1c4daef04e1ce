using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What brings each space's scores to unit variance, so that their weights mean the same.</summary>
internal static class ScoreScales
{
    private const int SampledUsers = 500;

    /// <summary>Measures the scales over all items of evenly spread users.</summary>
    /// <param name="spaces">The spaces.</param>
    /// <param name="interactions">The interactions that the spaces were trained on.</param>
    /// <returns>One over the standard deviation of each space's scores: [spaces].</returns>
    public static float[] Measure(IReadOnlyList<RepresentationSpace> spaces, InteractionMatrix interactions)
    {
        int step = Math.Max(1, interactions.UserCount / SampledUsers);
        var scores = new float[interactions.ItemCount];
        return [.. spaces.Select(space =>
        {
            double sum = 0, squares = 0;
            long count = 0;
            for (int user = 0; user < interactions.UserCount; user += step)
            {
                space.ScoreAll(space.View(interactions, user), scores);
                sum += TensorPrimitives.Sum<float>(scores);
                squares += TensorPrimitives.SumOfSquares<float>(scores);
                count += scores.Length;
            }

            double mean = sum / count;
            double deviation = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
            return deviation > 0 ? (float)(1 / deviation) : 1;
        })];
    }
}
