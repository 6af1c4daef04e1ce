using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The embeddings of <see cref="LightGcnTrainer"/> in training: those of the users, then those of the items, in one table.</summary>
internal sealed class LightGcnModel
{
    private const float InitialDeviation = 0.1f;

    // So many rows are one piece of work of a thread.
    private const int BlockSize = 1024;

    private readonly InteractionMatrix _interactions;
    private readonly LightGcnTrainer.Options _options;
    private readonly ParallelOptions _parallelism;
    private readonly InteractionGraph _graph;
    private readonly float[] _propagated;
    private readonly float[] _propagatedGradients;
    private readonly float[] _gradients;
    private readonly float[] _buffer;
    private readonly EmbeddingTable _table;
    private readonly long[] _nodes;

    /// <summary>Makes random embeddings.</summary>
    public LightGcnModel(InteractionMatrix interactions, LightGcnTrainer.Options options, int seed, ParallelOptions parallelism)
    {
        _interactions = interactions;
        _options = options;
        _parallelism = parallelism;
        _graph = new InteractionGraph(interactions, parallelism);
        Embeddings = VectorTable.Create(_graph.Count, options.Dimension);
        _propagated = new float[Embeddings.Length];
        _propagatedGradients = new float[Embeddings.Length];
        _gradients = new float[Embeddings.Length];
        _buffer = new float[Embeddings.Length];
        _table = new EmbeddingTable(Embeddings, options.Dimension);
        _nodes = [.. Enumerable.Range(0, _graph.Count).Select(node => (long)node)];
        GaussianNoise.Fill(Embeddings, InitialDeviation, seed);
    }

    /// <summary>The embeddings of layer 0, row after row: [(users + items) * dimension].</summary>
    public float[] Embeddings { get; }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    public void Train(ReadOnlySpan<Triplet> triplets)
    {
        _graph.Propagate(Embeddings, _options.Dimension, _options.Layers, _propagated, _buffer);
        Array.Clear(_propagatedGradients);
        foreach (var triplet in triplets)
        {
            AddLoss(triplet, 1f / triplets.Length);
        }

        _graph.Propagate(_propagatedGradients, _options.Dimension, _options.Layers, _gradients, _buffer);
        foreach (var triplet in triplets)
        {
            AddRegularization(triplet, _options.Regularization / triplets.Length);
        }

        Step();
    }

    /// <summary>The space of the embeddings as they are now, propagated.</summary>
    public VectorSpace Export(string name)
    {
        _graph.Propagate(Embeddings, _options.Dimension, _options.Layers, _propagated, _buffer);
        int split = _interactions.UserCount * _options.Dimension;
        float[] weights = [.. Enumerable.Range(0, _interactions.ItemCount).Select(item => 1 / MathF.Sqrt(Math.Max(1, _interactions.Transposed.GetCount(item))))];
        return new VectorSpace(name, _options.Dimension, _propagated[..split], _propagated[split..], VectorSimilarity.Product, new WeightedSumFolding(weights, -0.5f));
    }

    private static Span<float> GetRow(float[] table, int row, int dimension) => table.AsSpan(row * dimension, dimension);

    private void AddLoss(Triplet triplet, float weight)
    {
        int dimension = _options.Dimension;
        (int u, int i, int j) = GetNodes(triplet);
        var user = GetRow(_propagated, u, dimension);
        var positive = GetRow(_propagated, i, dimension);
        var negative = GetRow(_propagated, j, dimension);
        float difference = TensorPrimitives.Dot<float>(user, positive) - TensorPrimitives.Dot<float>(user, negative);
        float slope = -weight / (1 + MathF.Exp(difference));
        var userGradient = GetRow(_propagatedGradients, u, dimension);
        TensorPrimitives.MultiplyAdd(positive, slope, userGradient, userGradient);
        TensorPrimitives.MultiplyAdd(negative, -slope, userGradient, userGradient);
        var positiveGradient = GetRow(_propagatedGradients, i, dimension);
        TensorPrimitives.MultiplyAdd(user, slope, positiveGradient, positiveGradient);
        var negativeGradient = GetRow(_propagatedGradients, j, dimension);
        TensorPrimitives.MultiplyAdd(user, -slope, negativeGradient, negativeGradient);
    }

    private void AddRegularization(Triplet triplet, float weight)
    {
        int dimension = _options.Dimension;
        (int u, int i, int j) = GetNodes(triplet);
        Add(u);
        Add(i);
        Add(j);

        void Add(int node)
        {
            var gradient = GetRow(_gradients, node, dimension);
            TensorPrimitives.MultiplyAdd(GetRow(Embeddings, node, dimension), weight, gradient, gradient);
        }
    }

    private (int User, int Positive, int Negative) GetNodes(Triplet triplet) =>
        (triplet.User, _interactions.UserCount + triplet.Positive, _interactions.UserCount + triplet.Negative);

    private void Step()
    {
        _table.BeginStep();
        Parallel.For(0, (_nodes.Length + BlockSize - 1) / BlockSize, _parallelism, block =>
        {
            int start = block * BlockSize;
            int count = Math.Min(BlockSize, _nodes.Length - start);
            var gradients = _gradients.AsSpan(start * _options.Dimension, count * _options.Dimension);
            _table.Update(_nodes.AsSpan(start, count), gradients, _options.LearningRate, regularization: 0);
        });
    }
}
