using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A vector per user or item, trained by Adam. A batch sees and updates only the rows of its own ids, so that its cost does not grow with
/// the number of users and items.
/// </summary>
internal sealed class EmbeddingTable
{
    private const double Epsilon = 1e-8;

    private readonly Tensor _vectors;
    private readonly Tensor _means;
    private readonly Tensor _variances;
    private readonly AdamDecay _decay;
    private int _updates;

    /// <summary>Makes the table; it lives in the dispose scope of the caller.</summary>
    /// <param name="vectors">The first values: [count, dimension].</param>
    /// <param name="decay">How much of Adam's running means an update of a row keeps; default: the usual.</param>
    public EmbeddingTable(Tensor vectors, AdamDecay? decay = null)
    {
        _vectors = vectors;
        _means = zeros_like(vectors);
        _variances = zeros_like(vectors);
        _decay = decay ?? AdamDecay.Usual;
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
        double meanCorrection = 1 - Math.Pow(_decay.Mean, _updates);
        double varianceCorrection = Math.Sqrt(1 - Math.Pow(_decay.Variance, _updates));
        using var decay = regularization.ToScalar();
        using var meanDecay = _decay.Mean.ToScalar();
        using var meanShare = (1 - _decay.Mean).ToScalar();
        using var varianceDecay = _decay.Variance.ToScalar();
        using var varianceShare = (1 - _decay.Variance).ToScalar();
        using var rate = (-learningRate * varianceCorrection / meanCorrection).ToScalar();
        var values = rows.detach();
        var gradients = rows.grad!;
        if (regularization > 0)
        {
            gradients = gradients.add(values, decay);
        }

        var means = _means.index_select(0, ids).mul_(meanDecay).add_(gradients, meanShare);
        var variances = _variances.index_select(0, ids).mul_(varianceDecay).addcmul_(gradients, gradients, varianceShare);
        _means.index_copy_(0, ids, means);
        _variances.index_copy_(0, ids, variances);
        var deviations = variances.sqrt_().Increase(Epsilon * varianceCorrection);
        _vectors.index_copy_(0, ids, values.addcdiv_(means, deviations, rate));
    }

    /// <summary>Brings the rows of some ids that are longer than a norm to that norm.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="maximumNorm">The largest norm.</param>
    public void ClipNorms(Tensor ids, double maximumNorm)
    {
        using var _ = no_grad();
        var rows = _vectors.index_select(0, ids);
        using var norm = maximumNorm.ToScalar();
        using var one = 1.ToScalar();
        var scales = rows.norm(-1, keepdim: true).reciprocal_().mul_(norm).clamp_max_(one);
        _vectors.index_copy_(0, ids, rows.mul_(scales));
    }
}
