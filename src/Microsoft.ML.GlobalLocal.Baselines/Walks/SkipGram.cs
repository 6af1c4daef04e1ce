using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Skip-gram with negative sampling over walks: a node's vector learns to tell the nodes near it in a walk from random ones. Not thread-safe.</summary>
/// <remarks>
/// For a node x, a node c near it and k negatives n, a step of gradient ascent on ln sigmoid(&lt;x, c'&gt;) + sum of ln sigmoid(-&lt;x, n'&gt;); x is a
/// node's vector, c' and n' are context vectors. Mikolov, Sutskever, Chen, Corrado, Dean: Distributed representations of words and phrases and
/// their compositionality, NIPS 2013.
/// </remarks>
internal sealed class SkipGram
{
    private readonly int _dimension;
    private readonly int _negatives;
    private readonly Func<int, NoiseTable> _getNoise;
    private readonly Random _random;
    private readonly float[] _change;

    /// <summary>Makes random vectors; the context vectors are zeros.</summary>
    /// <param name="count">The number of nodes.</param>
    /// <param name="dimension">The length of the vectors.</param>
    /// <param name="negatives">The number k of negatives.</param>
    /// <param name="getNoise">What draws the negatives for a near node.</param>
    /// <param name="random">The source of randomness.</param>
    public SkipGram(int count, int dimension, int negatives, Func<int, NoiseTable> getNoise, Random random)
    {
        _dimension = dimension;
        _negatives = negatives;
        _getNoise = getNoise;
        _random = random;
        _change = new float[dimension];
        Vectors = VectorTable.Create(count, dimension);
        Contexts = VectorTable.Create(count, dimension);
        foreach (ref float value in Vectors.AsSpan())
        {
            value = (random.NextSingle() - 0.5f) / dimension;
        }
    }

    /// <summary>The nodes' vectors, row after row: [nodes * dimension].</summary>
    public float[] Vectors { get; }

    /// <summary>The nodes' context vectors, row after row: [nodes * dimension].</summary>
    public float[] Contexts { get; }

    /// <summary>Learns each node of a walk with those up to a random distance from it, at most the window.</summary>
    public void TrainWalk(ReadOnlySpan<int> walk, int window, float learningRate)
    {
        for (int center = 0; center < walk.Length; center++)
        {
            int reach = _random.Next(1, window + 1);
            for (int n = Math.Max(0, center - reach); n <= Math.Min(walk.Length - 1, center + reach); n++)
            {
                if (walk[n] != walk[center])
                {
                    Train(walk[center], walk[n], learningRate);
                }
            }
        }
    }

    /// <summary>One step by a node, one that is near it, and negatives.</summary>
    public void Train(int node, int near, float learningRate)
    {
        var vector = Vectors.AsSpan(node * _dimension, _dimension);
        var noise = _getNoise(near);
        _change.AsSpan().Clear();
        Train(vector, near, 1, learningRate);
        for (int n = 0; n < _negatives; n++)
        {
            int negative = noise.Draw(_random);
            if (negative != near)
            {
                Train(vector, negative, 0, learningRate);
            }
        }

        TensorPrimitives.Add(vector, _change, vector);
    }

    private void Train(ReadOnlySpan<float> vector, int other, float label, float learningRate)
    {
        var context = Contexts.AsSpan(other * _dimension, _dimension);
        float step = learningRate * (label - 1 / (1 + MathF.Exp(-TensorPrimitives.Dot(vector, context))));
        TensorPrimitives.MultiplyAdd(context, step, _change, _change);
        TensorPrimitives.MultiplyAdd(vector, step, context, context);
    }
}
