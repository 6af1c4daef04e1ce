namespace Microsoft.ML.GlobalLocal;

/// <summary>Spaces that were trained without some interactions, and those interactions.</summary>
/// <param name="Spaces">The spaces.</param>
/// <param name="Scales">What brings each space's scores to unit variance: [spaces].</param>
/// <param name="Interactions">The interactions that the spaces were trained on.</param>
/// <param name="HeldOut">The interactions that they were not trained on.</param>
internal sealed record RankingRound(IReadOnlyList<RepresentationSpace> Spaces, float[] Scales, InteractionMatrix Interactions, InteractionMatrix HeldOut)
{
    /// <summary>Measures the scales of spaces and makes the round.</summary>
    public static RankingRound Of(IEnumerable<RepresentationSpace> spaces, InteractionMatrix interactions, InteractionMatrix heldOut)
    {
        RepresentationSpace[] list = [.. spaces];
        return new RankingRound(list, ScoreScales.Measure(list, interactions), interactions, heldOut);
    }

    /// <summary>The spaces with the same weight each.</summary>
    public AttentionModel WithEqualWeights() =>
        new(Spaces, Scales, new FixedWeighting(new float[Spaces.Count]), Blend.Scores, VectorSimilarity.Product);
}
