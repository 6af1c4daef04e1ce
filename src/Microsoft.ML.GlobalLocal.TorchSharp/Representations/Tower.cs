using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// One side of Fig. 2: embedding -> hidden layers with ReLU -> output layer -> L2 normalisation. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class Tower
{
    private const int BlockSize = 8192;

    private readonly Device _device;

    /// <summary>Makes a tower with random values.</summary>
    /// <param name="count">The number of users or items.</param>
    /// <param name="embeddingDimension">The length of an embedding.</param>
    /// <param name="hiddenLayers">The sizes of the hidden layers; may be none.</param>
    /// <param name="dimension">The length d of the output.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    /// <param name="decay">How much of Adam's running means a step keeps.</param>
    public Tower(int count, int embeddingDimension, IReadOnlyList<int> hiddenLayers, int dimension, Random random, Device device, AdamDecay decay)
    {
        _device = device;
        Embeddings = EmbeddingTable.Draw(count, embeddingDimension, random, decay);
        Layers = new FeedForwardNetwork(embeddingDimension, [.. hiddenLayers, dimension], random, device);
    }

    /// <summary>The embeddings.</summary>
    public EmbeddingTable Embeddings { get; }

    /// <summary>The layers. Their outputs for some embeddings, normalised, are the representations: [B, embedding dimension] -> [B, d].</summary>
    public FeedForwardNetwork Layers { get; }

    /// <summary>The representations of all users or items, row after row: [count * d].</summary>
    public float[] RepresentAll()
    {
        using var _ = no_grad();
        int dimension = Layers.OutputSize;
        var table = VectorTable.Create(Embeddings.Count, dimension);
        for (int start = 0; start < Embeddings.Count; start += BlockSize)
        {
            using var scope = NewDisposeScope();
            var embeddings = Embeddings.Slice(start, Math.Min(BlockSize, Embeddings.Count - start)).to(_device);
            nn.functional.normalize(Layers.Apply(embeddings)).cpu().GetValues().CopyTo(table.AsSpan(start * dimension));
        }

        return table;
    }
}
