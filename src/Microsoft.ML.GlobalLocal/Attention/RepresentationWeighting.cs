using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The paper's attention: per space a small network f_r, shared by user and item (Eq. 7), and the logit &lt;f_r(g_r(u)), f_r(g_r(i))&gt;
/// (Eq. 8) plus the space's bias. f_r reads one side only, so its outputs for all items are tables, computed once.
/// </summary>
internal sealed class RepresentationWeighting : AttentionWeighting
{
    private const int BlockSize = 256;

    private readonly FixedPointTable[] _itemTables;

    /// <summary>Makes the weighting and computes the items' tables.</summary>
    /// <param name="biases">The bias of each space.</param>
    /// <param name="networks">f_r of each space; all have the same number of outputs.</param>
    /// <param name="spaces">The spaces.</param>
    public RepresentationWeighting(float[] biases, DenseNetwork[] networks, IReadOnlyList<RepresentationSpace> spaces)
        : base(biases)
    {
        if (networks.Length != spaces.Count || biases.Length != spaces.Count)
        {
            throw new ArgumentException($"{spaces.Count} spaces need as many networks and biases; there are {networks.Length} and {biases.Length}.", nameof(networks));
        }

        Networks = networks;
        _itemTables = new FixedPointTable[networks.Length];
        for (int r = 0; r < networks.Length; r++)
        {
            var space = spaces[r];
            if (networks[r].InputSize != space.Dimension)
            {
                throw new ArgumentException($"Space '{space.Name}' has vectors of length {space.Dimension}, its attention network takes {networks[r].InputSize}.", nameof(networks));
            }

            _itemTables[r] = ComputeTable(networks[r], space);
        }
    }

    /// <summary>f_r of each space.</summary>
    public DenseNetwork[] Networks { get; }

    public override bool ReadsScores => false;

    public override int GetBufferSize(int stride) => 0;

    public override void Prepare(UserQuery query)
    {
        for (int r = 0; r < SpaceCount; r++)
        {
            query.AttentionVectors[r] ??= new float[Networks[r].OutputSize];
            query.AttentionBuffer ??= new float[2 * Networks.Max(network => network.LargestSize)];
            Networks[r].Apply(query.Vectors[r].Span, 1, query.AttentionVectors[r], query.AttentionBuffer);
        }
    }

    public override void ComputeLogits(UserQuery query, ReadOnlySpan<int> items, int stride, ReadOnlySpan<float> scaledScores, Span<float> logits, Span<float> buffer)
    {
        for (int r = 0; r < SpaceCount; r++)
        {
            var row = logits.Slice(r * stride, items.Length);
            _itemTables[r].Multiply(query.AttentionVectors[r], items, row);
            TensorPrimitives.Add(row, Biases[r], row);
        }
    }

    /// <summary>f_r(g_r(i)) of all items, a row each. In blocks, since the layers work on columns of them.</summary>
    private static FixedPointTable ComputeTable(DenseNetwork network, RepresentationSpace space)
    {
        int outputs = network.OutputSize;
        var table = new FixedPointTable(space.ItemCount, outputs);
        var row = new float[outputs];
        var inputs = new float[space.Dimension * BlockSize];
        var results = new float[outputs * BlockSize];
        var buffer = new float[2 * network.LargestSize * BlockSize];
        for (int start = 0; start < space.ItemCount; start += BlockSize)
        {
            int block = Math.Min(BlockSize, space.ItemCount - start);
            for (int b = 0; b < block; b++)
            {
                var vector = space.GetItemVector(start + b);
                for (int n = 0; n < vector.Length; n++)
                {
                    inputs[n * block + b] = vector[n];
                }
            }

            network.Apply(inputs, block, results, buffer);
            for (int b = 0; b < block; b++)
            {
                for (int n = 0; n < outputs; n++)
                {
                    row[n] = results[n * block + b];
                }

                table.Set(start + b, row);
            }
        }

        return table;
    }
}
