using System.Numerics;
using System.Numerics.Tensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A vector per user or item, trained by Adam. A batch sees and updates only the rows of its own ids, so that its cost does not grow with
/// the number of users and items. The rows lie in managed memory, whatever the device.
/// </summary>
internal sealed class EmbeddingTable
{
    private const double Epsilon = 1e-8;

    private readonly float[] _vectors;
    private readonly float[] _means;
    private readonly float[] _variances;
    private readonly int _dimension;
    private readonly AdamDecay _decay;
    private int _steps;

    /// <summary>Makes a table.</summary>
    /// <param name="vectors">The first values, which become the table's own: [count * dimension].</param>
    /// <param name="dimension">The length of a row.</param>
    /// <param name="decay">How much of Adam's running means an update of a row keeps; default: the usual.</param>
    public EmbeddingTable(float[] vectors, int dimension, AdamDecay? decay = null)
    {
        _vectors = vectors;
        _means = new float[vectors.Length];
        _variances = new float[vectors.Length];
        _dimension = dimension;
        _decay = decay ?? AdamDecay.Usual;
    }

    /// <summary>Makes a table of random values, uniform up to 1 / sqrt(dimension) on both sides of 0.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="dimension">The length of a row.</param>
    /// <param name="random">The source of the values.</param>
    /// <param name="decay">How much of Adam's running means an update of a row keeps; default: the usual.</param>
    public static EmbeddingTable Draw(int count, int dimension, Random random, AdamDecay? decay = null)
    {
        var vectors = VectorTable.Create(count, dimension);
        FeedForwardNetwork.Draw(vectors, 1 / Math.Sqrt(dimension), random);
        return new EmbeddingTable(vectors, dimension, decay);
    }

    /// <summary>The number of rows.</summary>
    public int Count => _vectors.Length / _dimension;

    /// <summary>Some rows behind each other, as a tensor of the caller's dispose scope on the CPU: [count, dimension].</summary>
    public Tensor Slice(int start, int count)
    {
        // Allocated by libtorch, which aligns it; only then is a sum's last bit always the same.
        var rows = empty(count, _dimension);
        _vectors.AsSpan(start * _dimension, count * _dimension).CopyTo(rows.GetValues());
        return rows;
    }

    /// <summary>The rows of some ids, as a tensor of the caller's dispose scope on the CPU: [ids, dimension].</summary>
    public Tensor Select(ReadOnlySpan<long> ids)
    {
        var rows = empty(ids.Length, _dimension);
        var values = rows.GetValues();
        for (int n = 0; n < ids.Length; n++)
        {
            GetRow(_vectors, ids[n]).CopyTo(values.Slice(n * _dimension, _dimension));
        }

        return rows;
    }

    /// <summary>Begins the next step of Adam.</summary>
    public void BeginStep() => _steps++;

    /// <summary>Updates the rows of some ids in the step that was begun. Several threads may do so at the same time, each for other ids.</summary>
    /// <param name="ids">The ids, each once in a step.</param>
    /// <param name="gradients">The gradients of the loss by their rows: [ids * dimension].</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The L2 regularisation.</param>
    public void Update(ReadOnlySpan<long> ids, ReadOnlySpan<float> gradients, double learningRate, double regularization)
    {
        double meanCorrection = 1 - Math.Pow(_decay.Mean, _steps);
        double varianceCorrection = Math.Sqrt(1 - Math.Pow(_decay.Variance, _steps));
        float rate = (float)(-learningRate * varianceCorrection / meanCorrection);
        float epsilon = (float)(Epsilon * varianceCorrection);
        var (meanDecay, meanShare) = ((float)_decay.Mean, (float)(1 - _decay.Mean));
        var (varianceDecay, varianceShare) = ((float)_decay.Variance, (float)(1 - _decay.Variance));
        for (int n = 0; n < ids.Length; n++)
        {
            var values = GetRow(_vectors, ids[n]);
            var means = GetRow(_means, ids[n]);
            var variances = GetRow(_variances, ids[n]);
            var gradient = gradients.Slice(n * _dimension, _dimension);
            int done = 0;
            for (; done <= _dimension - Vector<float>.Count; done += Vector<float>.Count)
            {
                var value = new Vector<float>(values[done..]);
                var slope = new Vector<float>(gradient[done..]) + value * (float)regularization;
                var mean = new Vector<float>(means[done..]) * meanDecay + slope * meanShare;
                var variance = new Vector<float>(variances[done..]) * varianceDecay + slope * slope * varianceShare;
                mean.CopyTo(means[done..]);
                variance.CopyTo(variances[done..]);
                (value + mean * rate / (Vector.SquareRoot(variance) + new Vector<float>(epsilon))).CopyTo(values[done..]);
            }

            for (; done < _dimension; done++)
            {
                float slope = gradient[done] + values[done] * (float)regularization;
                means[done] = means[done] * meanDecay + slope * meanShare;
                variances[done] = variances[done] * varianceDecay + slope * slope * varianceShare;
                values[done] += means[done] * rate / (MathF.Sqrt(variances[done]) + epsilon);
            }
        }
    }

    /// <summary>A step of Adam for the rows of some ids.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="rows">What <see cref="Select"/> returned for them, on any device, with its gradient.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The L2 regularisation.</param>
    public void Update(ReadOnlySpan<long> ids, Tensor rows, double learningRate, double regularization)
    {
        BeginStep();
        Update(ids, rows.grad!.cpu().contiguous().GetValues(), learningRate, regularization);
    }

    /// <summary>Brings the rows of some ids that are longer than a norm to that norm.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="maximumNorm">The largest norm.</param>
    public void ClipNorms(ReadOnlySpan<long> ids, float maximumNorm)
    {
        foreach (long id in ids)
        {
            var row = GetRow(_vectors, id);
            float norm = TensorPrimitives.Norm<float>(row);
            if (norm > maximumNorm)
            {
                TensorPrimitives.Multiply(row, maximumNorm / norm, row);
            }
        }
    }

    /// <summary>All rows: [count * dimension].</summary>
    public float[] ToArray() => [.. _vectors];

    private Span<float> GetRow(float[] table, long id) => table.AsSpan((int)id * _dimension, _dimension);
}
