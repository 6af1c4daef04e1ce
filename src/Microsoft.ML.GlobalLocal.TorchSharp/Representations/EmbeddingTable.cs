using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A vector per user or item, trained by Adam. A batch sees and updates only the rows of its own ids, so that its cost does not grow with
/// the number of users and items.
/// </summary>
internal sealed class EmbeddingTable
{
    private const double MeanDecay = 0.9;
    private const double VarianceDecay = 0.999;
    private const double Epsilon = 1e-8;

    // Held, and not converted where they are used: one that nothing holds may be finalised while libtorch reads it.
    private static readonly Scalar MeanShare = MeanDecay;
    private static readonly Scalar MeanGain = 1 - MeanDecay;
    private static readonly Scalar VarianceShare = VarianceDecay;
    private static readonly Scalar VarianceGain = 1 - VarianceDecay;
    private static readonly Scalar One = 1;

    private readonly Tensor _vectors;
    private readonly Tensor _means;
    private readonly Tensor _variances;
    private int _updates;

    /// <summary>Makes the table; it lives in the dispose scope of the caller.</summary>
    /// <param name="vectors">The first values: [count, dimension].</param>
    public EmbeddingTable(Tensor vectors)
    {
        _vectors = vectors;
        _means = zeros_like(vectors);
        _variances = zeros_like(vectors);
    }

    /// <summary>The number of rows.</summary>
    public long Count => _vectors.shape[0];

    /// <summary>The rows of some ids, as a leaf that takes a gradient: [ids, dimension].</summary>
    /// <param name="ids">The ids, each once.</param>
    public Tensor Select(Tensor ids) => _vectors.index_select(0, ids).requires_grad_();

    /// <summary>Some rows behind each other, without gradient.</summary>
    public Tensor Slice(long start, long count) => _vectors.narrow(0, start, count);

    /// <summary>A step of Adam for the rows of some ids.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="rows">What <see cref="Select"/> returned for them, with its gradient.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="regularization">The L2 regularisation.</param>
    public void Update(Tensor ids, Tensor rows, double learningRate, double regularization)
    {
        using var _ = no_grad();
        _updates++;
        double meanCorrection = 1 - Math.Pow(MeanDecay, _updates);
        double varianceCorrection = Math.Sqrt(1 - Math.Pow(VarianceDecay, _updates));
        using Scalar epsilon = Epsilon * varianceCorrection;
        using Scalar step = -learningRate * varianceCorrection / meanCorrection;
        var values = rows.detach();
        var gradients = rows.grad!;
        if (regularization > 0)
        {
            using Scalar alpha = regularization;
            gradients = gradients.add(values, alpha);
        }

        var means = _means.index_select(0, ids).mul_(MeanShare).add_(gradients, MeanGain);
        var variances = _variances.index_select(0, ids).mul_(VarianceShare).addcmul_(gradients, gradients, VarianceGain);
        _means.index_copy_(0, ids, means);
        _variances.index_copy_(0, ids, variances);
        _vectors.index_copy_(0, ids, values.addcdiv_(means, variances.sqrt_().add_(epsilon), step));
    }

    /// <summary>Brings the rows of some ids that are longer than a norm to that norm.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="maximumNorm">The largest norm.</param>
    public void ClipNorms(Tensor ids, double maximumNorm)
    {
        using var _ = no_grad();
        using Scalar maximum = maximumNorm;
        var rows = _vectors.index_select(0, ids);
        var scales = rows.norm(-1, keepdim: true).reciprocal_().mul_(maximum).clamp_max_(One);
        _vectors.index_copy_(0, ids, rows.mul_(scales));
    }
}
