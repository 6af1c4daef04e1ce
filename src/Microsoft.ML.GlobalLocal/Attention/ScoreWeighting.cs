using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Logits, and where the network gives one more output that of the pair's factor, from a small network over the pair's scaled score in every space, the log
/// of one plus the user's number of interactions, and the log of one plus the item's. The spaces' logits only choose among them; the factor can say what is
/// true whichever is chosen, such as that high scores of a rare item mean less.
/// </summary>
internal sealed class ScoreWeighting : AttentionWeighting
{
    /// <summary>Makes the weighting.</summary>
    /// <param name="biases">The bias of each space.</param>
    /// <param name="network">The network, spaces + 2 inputs -> spaces outputs, or one more, which is the logit of the pair's factor.</param>
    /// <param name="logPopularity">The log of one plus each item's number of interactions.</param>
    public ScoreWeighting(float[] biases, DenseNetwork network, float[] logPopularity)
        : base(biases)
    {
        if (network.InputSize != biases.Length + 2 || (network.OutputSize != biases.Length && network.OutputSize != biases.Length + 1))
        {
            throw new ArgumentException($"{biases.Length} spaces need a network of {biases.Length + 2} inputs and {biases.Length} or {biases.Length + 1} outputs; this one has {network.InputSize} and {network.OutputSize}.", nameof(network));
        }

        Network = network;
        LogPopularity = logPopularity;
    }

    public DenseNetwork Network { get; }

    /// <summary>The log of one plus each item's number of interactions: [items].</summary>
    public float[] LogPopularity { get; }

    public override bool HasPairFactor => Network.OutputSize > SpaceCount;

    public override bool ReadsScores => true;

    public override int GetBufferSize(int stride) => (Network.InputSize + 2 * Network.LargestSize) * stride;

    public override void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, int stride, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer)
    {
        var inputs = buffer[..(Network.InputSize * stride)];
        scaledScores[..(SpaceCount * stride)].CopyTo(inputs);
        inputs.Slice(SpaceCount * stride, stride).Fill(query.LogActivity);
        var popularity = inputs.Slice((SpaceCount + 1) * stride, stride);
        for (int b = 0; b < items.Length; b++)
        {
            popularity[b] = LogPopularity[items[b]];
        }

        Network.Apply(inputs, stride, logits, buffer[inputs.Length..]);
        for (int r = 0; r < SpaceCount; r++)
        {
            var row = logits.Slice(r * stride, stride);
            TensorPrimitives.Add(row, Biases[r], row);
        }
    }
}
