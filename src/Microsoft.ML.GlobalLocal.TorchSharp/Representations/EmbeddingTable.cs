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
        var values = rows.detach();
        var gradients = rows.grad!;
        if (regularization > 0)
        {
            gradients = gradients.add(values, alpha: regularization);
        }

        var means = _means.index_select(0, ids).mul_(MeanDecay).add_(gradients, alpha: 1 - MeanDecay);
        var variances = _variances.index_select(0, ids).mul_(VarianceDecay).addcmul_(gradients, gradients, 1 - VarianceDecay);
        _means.index_copy_(0, ids, means);
        _variances.index_copy_(0, ids, variances);
        double meanCorrection = 1 - Math.Pow(MeanDecay, _updates);
        double varianceCorrection = Math.Sqrt(1 - Math.Pow(VarianceDecay, _updates));
        var deviations = variances.sqrt_().add_(Epsilon * varianceCorrection);
        _vectors.index_copy_(0, ids, values.addcdiv_(means, deviations, -learningRate * varianceCorrection / meanCorrection));
    }
    /// <summary>Brings the rows of some ids that are longer than a norm to that norm.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="maximumNorm">The largest norm.</param>
    public void ClipNorms(Tensor ids, double maximumNorm)
    {
        using var _ = no_grad();
        var rows = _vectors.index_select(0, ids);
        var scales = rows.norm(-1, keepdim: true).reciprocal_().mul_(maximumNorm).clamp_max_(1);
        _vectors.index_copy_(0, ids, rows.mul_(scales));
    }
}
