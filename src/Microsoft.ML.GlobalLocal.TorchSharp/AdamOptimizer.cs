using System.Numerics.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Adam over whole tensors. For tables of which a batch touches a few rows there is <see cref="EmbeddingTable"/>.</summary>
/// <remarks>
/// <para>
/// TorchSharp's own passes scalars to libtorch that nothing refers to while libtorch reads them: a garbage collection at that moment frees them, and
/// the step fails, or takes another number. Here as everywhere in this library a scalar lives until the call that reads it has returned.
/// </para>
/// <para>Kingma, Ba: Adam: a method for stochastic optimization, ICLR 2015.</para>
/// </remarks>
internal sealed class AdamOptimizer : IDisposable
{
    private const double Epsilon = 1e-8;

    // What a step of that many values reads and writes no longer stays in the caches from one operation of libtorch to the next.
    private const int FewestInBlocks = 1 << 16;

    // The numbers of a block stay in the fastest cache.
    private const int BlockSize = 1024;

    // So small a number changes nothing: not as a weight, and not as a running mean beside Epsilon.
    private const float Smallest = 1e-35f;
    private const int StepsBetweenSweeps = 64;

    private readonly (Parameter Values, Tensor Means, Tensor Variances)[] _states;
    private readonly double _learningRate;
    private readonly double _regularization;
    private readonly AdamDecay _decay;
    private int _steps;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="parameters">What is trained; it belongs to the caller.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The L2 regularisation.</param>
    /// <param name="decay">How much of the running means a step keeps; default: the usual.</param>
    public AdamOptimizer(IEnumerable<Parameter> parameters, double learningRate, double regularization = 0, AdamDecay? decay = null)
    {
        _states = [.. parameters.Select(values => (values, zeros_like(values).DetachFromDisposeScope(), zeros_like(values).DetachFromDisposeScope()))];
        _learningRate = learningRate;
        _regularization = regularization;
        _decay = decay ?? AdamDecay.Usual;
    }

    /// <summary>Forgets the gradients of the step before.</summary>
    public void ClearGradients()
    {
        foreach (var (values, _, _) in _states)
        {
            values.grad = null;
        }
    }

    /// <summary>A step by the gradients that the parameters have.</summary>
    public void Step()
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        _steps++;
        using var meanDecay = _decay.Mean.ToScalar();
        using var meanShare = (1 - _decay.Mean).ToScalar();
        using var varianceDecay = _decay.Variance.ToScalar();
        using var varianceShare = (1 - _decay.Variance).ToScalar();
        using var regularization = _regularization.ToScalar();
        double deviationCorrection = Math.Sqrt(1 - Math.Pow(_decay.Variance, _steps));
        double rate = -_learningRate / (1 - Math.Pow(_decay.Mean, _steps));
        using var deviationScalar = deviationCorrection.ToScalar();
        using var rateScalar = rate.ToScalar();
        foreach (var (values, means, variances) in _states)
        {
            if (values.grad is not { } gradients)
            {
                continue;
            }

            if (values.numel() >= FewestInBlocks && values.device_type == DeviceType.CPU)
            {
                StepInBlocks(values, means, variances, gradients.contiguous(), (float)rate, (float)deviationCorrection);
                continue;
            }

            gradients = _regularization > 0 ? gradients.add(values, regularization) : gradients;
            means.mul_(meanDecay).add_(gradients, meanShare);
            variances.mul_(varianceDecay).addcmul_(gradients, gradients, varianceShare);
            values.addcdiv_(means, variances.sqrt().div_(deviationScalar).Increase(Epsilon), rateScalar);
        }

        if (_steps % StepsBetweenSweeps == 0)
        {
            SweepSmallest();
        }
    }

    /// <summary>
    /// Sets to zero what has all but vanished. The weights of a unit that answers nothing any more shrink by their regularisation until they are subnormal
    /// numbers, and there they stay; processors calculate with these tens of times slower, in training as in prediction.
    /// </summary>
    private void SweepSmallest()
    {
        foreach (var (values, means, variances) in _states)
        {
            if (values.device_type == DeviceType.CPU)
            {
                Sweep(values.GetValues());
                Sweep(means.GetValues());
                Sweep(variances.GetValues());
            }
        }

        static void Sweep(Span<float> numbers)
        {
            foreach (ref float number in numbers)
            {
                number = MathF.Abs(number) < Smallest ? 0 : number;
            }
        }
    }

    /// <summary>The same step in one pass over the memory, where libtorch would take one for each operation.</summary>
    private void StepInBlocks(Tensor values, Tensor means, Tensor variances, Tensor gradients, float rate, float deviationCorrection)
    {
        var allValues = values.GetValues();
        var allMeans = means.GetValues();
        var allVariances = variances.GetValues();
        var allGradients = gradients.GetValues();
        for (int start = 0; start < allValues.Length; start += BlockSize)
        {
            int length = Math.Min(BlockSize, allValues.Length - start);
            StepBlock(allValues.Slice(start, length), allMeans.Slice(start, length), allVariances.Slice(start, length), allGradients.Slice(start, length), rate, deviationCorrection);
        }
    }

    private void StepBlock(Span<float> values, Span<float> means, Span<float> variances, ReadOnlySpan<float> gradients, float rate, float deviationCorrection)
    {
        Span<float> slopes = stackalloc float[values.Length];
        TensorPrimitives.FusedMultiplyAdd(values, (float)_regularization, gradients, slopes);

        TensorPrimitives.Multiply(means, (float)_decay.Mean, means);
        TensorPrimitives.FusedMultiplyAdd(slopes, (float)(1 - _decay.Mean), means, means);

        Span<float> deviations = stackalloc float[values.Length];
        TensorPrimitives.Multiply(slopes, (float)(1 - _decay.Variance), deviations);
        TensorPrimitives.Multiply(variances, (float)_decay.Variance, variances);
        TensorPrimitives.FusedMultiplyAdd(deviations, slopes, variances, variances);

        TensorPrimitives.Sqrt(variances, deviations);
        TensorPrimitives.Divide(deviations, deviationCorrection, deviations);
        TensorPrimitives.Add(deviations, (float)Epsilon, deviations);
        TensorPrimitives.Multiply(means, rate, slopes);
        TensorPrimitives.Divide(slopes, deviations, slopes);
        TensorPrimitives.Add(values, slopes, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, means, variances) in _states)
        {
            means.Dispose();
            variances.Dispose();
        }
    }
}
