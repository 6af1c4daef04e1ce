using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// One side of Fig. 2: embedding -> hidden layers with ReLU -> output layer -> L2 normalisation. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class Tower
{
    private const int BlockSize = 8192;

    private readonly List<(Parameter Weights, Parameter Biases)> _layers = [];

    /// <summary>Makes a tower with random values.</summary>
    /// <param name="count">The number of users or items.</param>
    /// <param name="embeddingDimension">The length of an embedding.</param>
    /// <param name="hiddenLayers">The sizes of the hidden layers; may be none.</param>
    /// <param name="dimension">The length d of the output.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    public Tower(int count, int embeddingDimension, IReadOnlyList<int> hiddenLayers, int dimension, Random random, Device device)
    {
        Embeddings = new EmbeddingTable(Draw([count, embeddingDimension], 1 / Math.Sqrt(embeddingDimension)));
        int inputs = embeddingDimension;
        foreach (int outputs in hiddenLayers.Append(dimension))
        {
            double bound = 1 / Math.Sqrt(inputs);
            _layers.Add((new Parameter(Draw([outputs, inputs], bound)), new Parameter(Draw([outputs], bound))));
            inputs = outputs;
        }

        Tensor Draw(long[] shape, double bound)
        {
            var values = new float[shape.Aggregate((a, b) => a * b)];
            for (int n = 0; n < values.Length; n++)
            {
                values[n] = (float)((2 * random.NextDouble() - 1) * bound);
            }

            // TorchSharp's tensor shares the array, which lies anywhere; a clone is aligned, and only then is a sum's last bit always the same.
            return tensor(values, shape, device: device).clone();
        }
    }

    /// <summary>The embeddings.</summary>
    public EmbeddingTable Embeddings { get; }

    /// <summary>The weights and biases of the layers.</summary>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(layer => new[] { layer.Weights, layer.Biases });

    /// <summary>The representations of some embeddings, of length 1: [B, embedding dimension] -> [B, d].</summary>
    public Tensor Represent(Tensor embeddings)
    {
        var values = embeddings;
        for (int n = 0; n < _layers.Count; n++)
        {
            values = nn.functional.linear(n == 0 ? values : nn.functional.relu(values), _layers[n].Weights, _layers[n].Biases);
        }

        return nn.functional.normalize(values);
    }

    /// <summary>The representations of all users or items, row after row: [count * d].</summary>
    public float[] RepresentAll()
    {
        using var _ = no_grad();
        int dimension = (int)_layers[^1].Biases.shape[0];
        var table = new float[Embeddings.Count * dimension];
        for (long start = 0; start < Embeddings.Count; start += BlockSize)
        {
            using var scope = NewDisposeScope();
            var block = Represent(Embeddings.Slice(start, Math.Min(BlockSize, Embeddings.Count - start)));
            block.cpu().data<float>().CopyTo(table.AsSpan((int)start * dimension, (int)block.numel()));
        }

        return table;
    }
}
