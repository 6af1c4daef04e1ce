using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The factors of <see cref="BprMfTrainer"/> in training. Not thread-safe.</summary>
internal sealed class BprMfModel
{
    private const float InitialDeviation = 0.1f;

    private readonly BprMfTrainer.Options _options;
    private readonly float[] _previous;

    /// <summary>Makes random factors.</summary>
    public BprMfModel(int userCount, int itemCount, BprMfTrainer.Options options, int seed)
    {
        _options = options;
        _previous = new float[options.Dimension];
        Users = VectorTable.Create(userCount, options.Dimension);
        Items = VectorTable.Create(itemCount, options.Dimension);
        float deviation = InitialDeviation / MathF.Sqrt(options.Dimension);
        GaussianNoise.Fill(Users, deviation, seed);
        GaussianNoise.Fill(Items, deviation, unchecked(seed + 1));
    }

    /// <summary>The users' vectors, row after row: [users * dimension].</summary>
    public float[] Users { get; }

    /// <summary>The items' vectors, row after row: [items * dimension].</summary>
    public float[] Items { get; }

    /// <summary>A step of gradient ascent by one triplet.</summary>
    public void Update(Triplet triplet)
    {
        int dimension = _options.Dimension;
        var user = Users.AsSpan(triplet.User * dimension, dimension);
        var positive = Items.AsSpan(triplet.Positive * dimension, dimension);
        var negative = Items.AsSpan(triplet.Negative * dimension, dimension);
        float difference = TensorPrimitives.Dot<float>(user, positive) - TensorPrimitives.Dot<float>(user, negative);
        float step = _options.LearningRate / (1 + MathF.Exp(difference));
        float kept = 1 - _options.LearningRate * _options.Regularization;

        // All three steps are taken from where the vectors were.
        user.CopyTo(_previous);
        TensorPrimitives.Multiply(user, kept, user);
        TensorPrimitives.MultiplyAdd(positive, step, user, user);
        TensorPrimitives.MultiplyAdd(negative, -step, user, user);
        TensorPrimitives.Multiply(positive, kept, positive);
        TensorPrimitives.MultiplyAdd(_previous, step, positive, positive);
        TensorPrimitives.Multiply(negative, kept, negative);
        TensorPrimitives.MultiplyAdd(_previous, -step, negative, negative);
    }

    /// <summary>The space of the factors as they are now.</summary>
    public VectorSpace Export(string name) => new(name, _options.Dimension, [.. Users], [.. Items], VectorSimilarity.Product);
}
