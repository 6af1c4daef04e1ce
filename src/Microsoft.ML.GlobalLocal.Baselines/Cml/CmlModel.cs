using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The vectors of <see cref="CmlTrainer"/> in training: those of the users, then those of the items, in one table. Not thread-safe.</summary>
internal sealed class CmlModel
{
    private const float Epsilon = 1e-8f;

    private readonly InteractionMatrix _interactions;
    private readonly CmlTrainer.Options _options;
    private readonly Random _random;
    private readonly (int User, int Item)[] _pairs;
    private readonly float[] _gradients;
    private readonly float[] _squares;
    private readonly bool[] _isTouched;
    private readonly List<int> _touched = [];

    /// <summary>Makes random vectors.</summary>
    public CmlModel(InteractionMatrix interactions, CmlTrainer.Options options, int seed)
    {
        _interactions = interactions;
        _options = options;
        _random = new Random(seed);
        _pairs = [.. GetPairs(interactions)];
        int count = checked(interactions.UserCount + interactions.ItemCount);
        Vectors = VectorTable.Create(count, options.Dimension);
        _gradients = VectorTable.Create(count, options.Dimension);
        _squares = VectorTable.Create(count, options.Dimension);
        _isTouched = new bool[count];
        GaussianNoise.Fill(Vectors, 1 / MathF.Sqrt(options.Dimension), seed);
        for (int row = 0; row < count; row++)
        {
            BringIntoBall(GetVector(row));
        }
    }

    /// <summary>The vectors, row after row: [(users + items) * dimension].</summary>
    public float[] Vectors { get; }

    /// <summary>Trains on every interaction once, in random order.</summary>
    public void TrainEpoch(CancellationToken cancellationToken)
    {
        _random.Shuffle(_pairs);
        for (int start = 0; start < _pairs.Length; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (user, item) in _pairs.AsSpan(start, Math.Min(_options.BatchSize, _pairs.Length - start)))
            {
                AddHinge(user, item);
            }

            if (_options.CovarianceWeight > 0)
            {
                AddCovariance();
            }

            Step();
        }
    }

    /// <summary>The space of the vectors as they are now.</summary>
    public VectorSpace Export(string name)
    {
        int split = _interactions.UserCount * _options.Dimension;
        return new VectorSpace(name, _options.Dimension, Vectors[..split], Vectors[split..], VectorSimilarity.NegativeDistance);
    }

    /// <summary>The weight of an interaction by the estimated rank of its item: ln(1 + items * impostors / drawn).</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="impostors">How many of the drawn items are within the margin.</param>
    /// <param name="drawn">The number of items drawn.</param>
    internal static float GetRankWeight(int itemCount, int impostors, int drawn) => MathF.Log(1 + (float)itemCount * impostors / drawn);

    /// <summary>
    /// The covariance between the dimensions of some vectors with zeros on the diagonal, which the covariance of a dimension with itself is not
    /// punished for: [dimension * dimension].
    /// </summary>
    /// <param name="vectors">The centred vectors, row after row: [count * dimension].</param>
    /// <param name="dimension">Their length.</param>
    internal static float[] GetCovariances(ReadOnlySpan<float> vectors, int dimension)
    {
        var covariances = new float[dimension * dimension];
        int count = vectors.Length / dimension;
        for (int n = 0; n < count; n++)
        {
            var vector = vectors.Slice(n * dimension, dimension);
            for (int row = 0; row < dimension; row++)
            {
                var target = covariances.AsSpan(row * dimension, dimension);
                TensorPrimitives.MultiplyAdd(vector, vector[row] / count, target, target);
            }
        }

        for (int row = 0; row < dimension; row++)
        {
            covariances[row * dimension + row] = 0;
        }

        return covariances;
    }

    private static IEnumerable<(int User, int Item)> GetPairs(InteractionMatrix interactions)
    {
        for (int user = 0; user < interactions.UserCount; user++)
        {
            // A user who has every item is in no pair: there is no other item to push away.
            if (interactions.GetCount(user) == interactions.ItemCount)
            {
                continue;
            }

            foreach (int item in interactions.GetItems(user).ToArray())
            {
                yield return (user, item);
            }
        }
    }

    private static void BringIntoBall(Span<float> vector)
    {
        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 1)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
    }

    private Span<float> GetVector(int row) => Vectors.AsSpan(row * _options.Dimension, _options.Dimension);

    /// <summary>Adds the gradient of the weighted hinge of an interaction and the nearest of some items that the user has not.</summary>
    private void AddHinge(int user, int item)
    {
        var known = _interactions.GetItems(user);
        int others = _interactions.ItemCount - known.Length;
        int positive = _interactions.UserCount + item;
        float positiveDistance = GetSquaredDistance(user, positive);
        int negative = 0;
        int impostors = 0;
        float least = float.PositiveInfinity;
        for (int n = 0; n < _options.Negatives; n++)
        {
            int drawn = _interactions.UserCount + GlobalTripletSampler.FindOther(known, _random.Next(others));
            float distance = GetSquaredDistance(user, drawn);
            impostors += distance < positiveDistance + _options.Margin ? 1 : 0;
            if (distance < least)
            {
                (negative, least) = (drawn, distance);
            }
        }

        if (impostors == 0)
        {
            return;
        }

        float weight = 2 * GetRankWeight(_interactions.ItemCount, impostors, _options.Negatives);
        AddDifference(user, negative, positive, weight);
        AddDifference(positive, positive, user, weight);
        AddDifference(negative, user, negative, weight);
    }

    private float GetSquaredDistance(int row, int other)
    {
        float distance = TensorPrimitives.Distance<float>(GetVector(row), GetVector(other));
        return distance * distance;
    }

    /// <summary>Adds a weight times the difference of two vectors to the gradient of one.</summary>
    private void AddDifference(int row, int first, int second, float weight)
    {
        var gradient = TouchGradient(row);
        TensorPrimitives.MultiplyAdd(GetVector(first), weight, gradient, gradient);
        TensorPrimitives.MultiplyAdd(GetVector(second), -weight, gradient, gradient);
    }

    private Span<float> TouchGradient(int row)
    {
        if (!_isTouched[row])
        {
            _isTouched[row] = true;
            _touched.Add(row);
        }

        return _gradients.AsSpan(row * _options.Dimension, _options.Dimension);
    }

    /// <summary>Adds the gradient of N c times the sum of the squared covariances off the diagonal, of the vectors that the batch moves.</summary>
    private void AddCovariance()
    {
        int dimension = _options.Dimension;
        if (_touched.Count == 0)
        {
            return;
        }

        var mean = new float[dimension];
        foreach (int row in _touched)
        {
            TensorPrimitives.Add(mean, GetVector(row), mean);
        }

        TensorPrimitives.Divide(mean, _touched.Count, mean);
        var centred = new float[_touched.Count * dimension];
        for (int n = 0; n < _touched.Count; n++)
        {
            TensorPrimitives.Subtract(GetVector(_touched[n]), mean, centred.AsSpan(n * dimension, dimension));
        }

        var covariances = GetCovariances(centred, dimension);
        for (int n = 0; n < _touched.Count; n++)
        {
            var gradient = TouchGradient(_touched[n]);
            for (int k = 0; k < dimension; k++)
            {
                TensorPrimitives.MultiplyAdd(covariances.AsSpan(k * dimension, dimension), 4 * _options.CovarianceWeight * centred[n * dimension + k], gradient, gradient);
            }
        }
    }

    /// <summary>A step of AdaGrad for the vectors that the batch moves, which then are brought into the ball.</summary>
    private void Step()
    {
        foreach (int row in _touched)
        {
            int start = row * _options.Dimension;
            for (int n = start; n < start + _options.Dimension; n++)
            {
                float gradient = _gradients[n];
                _squares[n] += gradient * gradient;
                Vectors[n] -= _options.LearningRate * gradient / (MathF.Sqrt(_squares[n]) + Epsilon);
                _gradients[n] = 0;
            }

            BringIntoBall(GetVector(row));
            _isTouched[row] = false;
        }

        _touched.Clear();
    }
}
