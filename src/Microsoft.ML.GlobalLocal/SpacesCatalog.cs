namespace Microsoft.ML.GlobalLocal;

/// <summary>Estimators of one representation space each: <c>mlContext.GlobalLocal().Spaces</c>.</summary>
public sealed class SpacesCatalog
{
    internal SpacesCatalog(MLContext context)
    {
        Context = context;
    }

    internal MLContext Context { get; }

    /// <summary>GW: one weighted square loss over the whole matrix, by alternating least squares.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="WeightedSquaresTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator WeightedSquares(WeightedSquaresTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new WeightedSquaresTrainer(options), estimatorOptions);

    /// <summary>A space of your own.</summary>
    /// <param name="trainer">What trains it.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Custom(SpaceTrainer trainer, SpaceEstimator.Options? estimatorOptions = null) => new(Context, trainer, estimatorOptions);
}
