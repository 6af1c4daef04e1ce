using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The vectors of <see cref="BineTrainer"/> in training. Not thread-safe.</summary>
internal sealed class BineModel
{
    private readonly BineTrainer.Options _options;
    private readonly Random _random;
    private readonly Side _users;
    private readonly Side _items;
    private readonly (int User, int Item)[] _pairs;
    private readonly float[] _previous;

    /// <summary>Makes random vectors.</summary>
    public BineModel(InteractionMatrix interactions, BineTrainer.Options options, int seed)
    {
        _options = options;
        _random = new Random(seed);
        _previous = new float[options.Dimension];
        var (users, items) = HitsCentrality.Compute(interactions);
        _users = new Side(interactions, users, options, _random);
        _items = new Side(interactions.Transposed, items, options, _random);
        _pairs = [.. Enumerable.Range(0, interactions.UserCount).SelectMany(user => interactions.GetItems(user).ToArray().Select(item => (user, item)))];
    }

    /// <summary>The users' vectors, row after row: [users * dimension].</summary>
    public float[] Users => _users.SkipGram.Vectors;

    /// <summary>The items' vectors, row after row: [items * dimension].</summary>
    public float[] Items => _items.SkipGram.Vectors;

    /// <summary>Learns from new walks on both sides, then from every interaction.</summary>
    public void TrainEpoch()
    {
        _users.TrainWalks(_options.UserWeight * _options.LearningRate);
        _items.TrainWalks(_options.ItemWeight * _options.LearningRate);
        _random.Shuffle(_pairs);
        foreach (var (user, item) in _pairs)
        {
            TrainPair(user, item);
        }
    }

    /// <summary>A step of gradient ascent on ln sigmoid(&lt;u, i&gt;), which is what the divergence of the interactions from the model comes to.</summary>
    public void TrainPair(int user, int item)
    {
        int dimension = _options.Dimension;
        var u = Users.AsSpan(user * dimension, dimension);
        var i = Items.AsSpan(item * dimension, dimension);
        float step = _options.LearningRate * _options.PairWeight / (1 + MathF.Exp(TensorPrimitives.Dot<float>(u, i)));
        u.CopyTo(_previous);
        TensorPrimitives.MultiplyAdd(i, step, u, u);
        TensorPrimitives.MultiplyAdd(_previous, step, i, i);
    }

    /// <summary>One side's walks and their skip-gram.</summary>
    private sealed class Side
    {
        private readonly BineTrainer.Options _options;
        private readonly SideWalker _walker;
        private readonly int[] _starts;
        private readonly int[] _walk;
        private readonly Random _random;

        public Side(InteractionMatrix rows, float[] centralities, BineTrainer.Options options, Random random)
        {
            _options = options;
            _random = random;
            _walker = new SideWalker(rows, options.StopProbability, random);
            _walk = new int[BineTrainer.MaximumWalkLength];
            _starts = [.. Enumerable.Range(0, rows.UserCount).SelectMany(node => Enumerable.Repeat(node, BineTrainer.GetWalkCount(centralities[node], options)))];
            var noise = new NoiseTable(0, [.. Enumerable.Range(0, rows.UserCount).Select(rows.GetCount)], options.NoiseExponent);
            SkipGram = new SkipGram(rows.UserCount, options.Dimension, options.Negatives, _ => noise, random);
        }

        public SkipGram SkipGram { get; }

        public void TrainWalks(float learningRate)
        {
            _random.Shuffle(_starts);
            foreach (int start in _starts)
            {
                SkipGram.TrainWalk(_walk.AsSpan(0, _walker.Walk(start, _walk)), _options.Window, learningRate);
            }
        }
    }
}
