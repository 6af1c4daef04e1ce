namespace Microsoft.ML.GlobalLocal;

/// <summary>The attention network as managed code evaluates it, kept apart from the spaces: these may be trained again before they are put together.</summary>
/// <param name="Inputs">What the networks read.</param>
/// <param name="Networks">f_r of each space, or the one network over scores.</param>
/// <param name="Biases">The bias of each space.</param>
internal sealed record AttentionExport(AttentionInputs Inputs, DenseNetwork[] Networks, float[] Biases)
{
    /// <summary>Puts the networks together with spaces.</summary>
    /// <param name="spaces">The spaces, of the dimensions of those in training.</param>
    /// <param name="interactions">The interactions that the spaces were trained on.</param>
    public AttentionWeighting CreateWeighting(IReadOnlyList<RepresentationSpace> spaces, InteractionMatrix interactions) => Inputs == AttentionInputs.Representations
        ? new RepresentationWeighting(Biases, Networks, spaces)
        : new ScoreWeighting(Biases, Networks[0], GetLogPopularity(interactions));

    /// <summary>The log of one plus the number of interactions of each item: [items].</summary>
    public static float[] GetLogPopularity(InteractionMatrix interactions) =>
        [.. Enumerable.Range(0, interactions.ItemCount).Select(item => MathF.Log(1 + interactions.Transposed.GetCount(item)))];
}
