using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Skip-gram over walks through the graph of users and items, in training. Not thread-safe.</summary>
/// <remarks>
/// The score of an item i for a user u is &lt;u, i'&gt; + a ln(n_i + 1), i' the item's context vector, n_i its interactions, a the exponent of the
/// negatives. Up to a constant per user, it is what skip-gram estimates the log probability of i near u to be: the product estimates its ratio to the
/// probability that i is drawn as a negative.
/// </remarks>
internal sealed class WalkModel
{
    private readonly BipartiteGraph _graph;
    private readonly WalkOptions _options;
    private readonly SkipGram _skipGram;
    private readonly NoiseTable[] _noise;
    private readonly SecondOrderWalker _walker;
    private readonly Random _random;
    private readonly int[] _starts;
    private readonly int[] _walk;

    /// <summary>Makes a model.</summary>
    /// <param name="interactions">The interactions.</param>
    /// <param name="options">The options.</param>
    /// <param name="p">The return parameter of the walks.</param>
    /// <param name="q">The in-out parameter of the walks.</param>
    /// <param name="negativesByType">Whether the negatives of a user are users, and those of an item items; else they are any nodes.</param>
    /// <param name="seed">The seed.</param>
    public WalkModel(InteractionMatrix interactions, WalkOptions options, float p, float q, bool negativesByType, int seed)
    {
        _graph = new BipartiteGraph(interactions);
        _options = options;
        _random = new Random(seed);
        _walker = new SecondOrderWalker(_graph, p, q, _random);
        _walk = new int[options.WalkLength];
        _starts = [.. Enumerable.Range(0, _graph.NodeCount)];
        int users = interactions.UserCount;
        _noise = negativesByType
            ? [CreateNoise(0, users), CreateNoise(users, interactions.ItemCount)]
            : [CreateNoise(0, _graph.NodeCount)];
        _skipGram = new SkipGram(_graph.NodeCount, options.Dimension, options.Negatives, GetNoise, _random);

        NoiseTable CreateNoise(int first, int count) => new(first, _graph.GetDegrees(first, count), options.NoiseExponent);
    }

    /// <summary>Walks once from every node, in random order, and learns from each walk.</summary>
    public void TrainEpoch()
    {
        _random.Shuffle(_starts);
        foreach (int start in _starts)
        {
            _skipGram.TrainWalk(_walk.AsSpan(0, _walker.Walk(start, _walk)), _options.Window, _options.LearningRate);
        }
    }

    /// <summary>The vectors of all nodes, users first, brought to length 1: [nodes * dimension].</summary>
    public float[] GetDirections()
    {
        var directions = _skipGram.Vectors.ToArray();
        for (int start = 0; start < directions.Length; start += _options.Dimension)
        {
            var direction = directions.AsSpan(start, _options.Dimension);
            TensorPrimitives.Divide(direction, TensorPrimitives.Norm<float>(direction), direction);
        }

        return directions;
    }

    /// <summary>Tables whose products are the scores.</summary>
    /// <param name="extra">How many zeros to leave room for after each vector.</param>
    /// <returns>The users' and the items' vectors, row after row: [count * (dimension + 1 + extra)].</returns>
    public (float[] Users, float[] Items) CreateTables(int extra = 0)
    {
        int dimension = _options.Dimension;
        int stride = dimension + 1 + extra;
        int userCount = _graph.UserCount;
        var users = VectorTable.Create(userCount, stride);
        var items = VectorTable.Create(_graph.NodeCount - userCount, stride);

        // The popularity is shared out between both sides such that the mean over a user's items is about a user's own entry: a new user's is that mean.
        float share = MathF.Sqrt(GetMeanPopularity());
        for (int node = 0; node < _graph.NodeCount; node++)
        {
            bool isUser = node < userCount;
            var target = isUser ? users.AsSpan(node * stride, stride) : items.AsSpan((node - userCount) * stride, stride);
            (isUser ? _skipGram.Vectors : _skipGram.Contexts).AsSpan(node * dimension, dimension).CopyTo(target);
            target[dimension] = share == 0 ? 0 : isUser ? share : GetPopularity(node) / share;
        }

        return (users, items);
    }

    /// <summary>What draws the negatives for a near node.</summary>
    internal NoiseTable GetNoise(int near) => _noise[near < _graph.UserCount ? 0 : ^1];

    private float GetPopularity(int node) => _options.NoiseExponent * MathF.Log(_graph.GetDegree(node) + 1);

    private float GetMeanPopularity()
    {
        double sum = 0;
        long count = 0;
        for (int item = _graph.UserCount; item < _graph.NodeCount; item++)
        {
            sum += (double)GetPopularity(item) * _graph.GetDegree(item);
            count += _graph.GetDegree(item);
        }

        return count == 0 ? 0 : (float)(sum / count);
    }
}
