namespace Microsoft.ML.GlobalLocal;

/// <summary>The same weights for every pair: softmax of the biases.</summary>
internal sealed class FixedWeighting(float[] biases) : AttentionWeighting(biases)
{
    /// <summary>The weighting whose softmax gives the given weights; a weight of 0 turns the space off.</summary>
    /// <param name="weights">The weight of each space, at least 0.</param>
    public static FixedWeighting Of(IEnumerable<double> weights) =>
        new([.. weights.Select(weight => weight > 0 ? (float)Math.Log(weight) : float.MinValue)]);

    public override bool ReadsScores => false;

    public override int GetBufferSize(int block) => 0;

    public override void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer)
    {
        for (int r = 0; r < SpaceCount; r++)
        {
            logits.Slice(r * items.Length, items.Length).Fill(Biases[r]);
        }
    }
}
