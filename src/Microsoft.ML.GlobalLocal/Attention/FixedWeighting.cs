using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The same weights for every pair: softmax of the biases.</summary>
internal sealed class FixedWeighting : AttentionWeighting
{
    /// <summary>Makes the weighting of the logarithms of its weights.</summary>
    /// <param name="biases">The bias of each space.</param>
    public FixedWeighting(float[] biases)
        : base(biases)
    {
        FixedWeights = new float[biases.Length];
        TensorPrimitives.Subtract(biases, TensorPrimitives.Max<float>(biases), FixedWeights);
        TensorPrimitives.SoftMax<float>(FixedWeights, FixedWeights);
    }

    public override bool ReadsScores => false;

    public override float[] FixedWeights { get; }

    /// <summary>The weighting whose softmax gives the given weights; a weight of 0 turns the space off.</summary>
    /// <param name="weights">The weight of each space, at least 0.</param>
    public static FixedWeighting Of(IEnumerable<double> weights) =>
        new([.. weights.Select(weight => weight > 0 ? (float)Math.Log(weight) : float.MinValue)]);

    public override int GetBufferSize(int stride) => 0;

    public override void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, int stride, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer)
    {
        for (int r = 0; r < SpaceCount; r++)
        {
            logits.Slice(r * stride, items.Length).Fill(Biases[r]);
        }
    }
}
