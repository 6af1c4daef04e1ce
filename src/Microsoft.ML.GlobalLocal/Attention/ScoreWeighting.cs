using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Logits from a small network over the pair's scaled score in every space, the log of one plus the user's number of interactions, and the
/// log of one plus the item's.
/// </summary>
internal sealed class ScoreWeighting : AttentionWeighting
{
    /// <summary>Makes the weighting.</summary>
    /// <param name="biases">The bias of each space.</param>
    /// <param name="network">The network, spaces + 2 inputs -> spaces outputs.</param>
    /// <param name="logPopularity">The log of one plus each item's number of interactions.</param>
    public ScoreWeighting(float[] biases, DenseNetwork network, float[] logPopularity)
        : base(biases)
    {
        if (network.InputSize != biases.Length + 2 || network.OutputSize != biases.Length)
        {
            throw new ArgumentException($"{biases.Length} spaces need a network of {biases.Length + 2} inputs and {biases.Length} outputs; this one has {network.InputSize} and {network.OutputSize}.", nameof(network));
        }

        Network = network;
        LogPopularity = logPopularity;
    }

    public DenseNetwork Network { get; }

    /// <summary>The log of one plus each item's number of interactions: [items].</summary>
    public float[] LogPopularity { get; }

    public override bool ReadsScores => true;

    public override int GetBufferSize(int block) => (Network.InputSize + 2 * Network.LargestSize) * block;

    public override void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer)
    {
        int block = items.Length;
        var inputs = buffer[..(Network.InputSize * block)];
        scaledScores.CopyTo(inputs);
        inputs.Slice(SpaceCount * block, block).Fill(query.LogActivity);
        var popularity = inputs[((SpaceCount + 1) * block)..];
        for (int b = 0; b < block; b++)
        {
            popularity[b] = LogPopularity[items[b]];
        }

        Network.Apply(inputs, block, logits, buffer[inputs.Length..]);
        for (int r = 0; r < SpaceCount; r++)
        {
            var row = logits.Slice(r * block, block);
            TensorPrimitives.Add(row, Biases[r], row);
        }
    }
}
