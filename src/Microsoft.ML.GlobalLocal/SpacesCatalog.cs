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

    /// <summary>GS: the leading singular vectors of the normalised interactions.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="SpectralTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Spectral(SpectralTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new SpectralTrainer(options), estimatorOptions);

    /// <summary>GN: weights between items by the users that they share.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="NeighbourhoodTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Neighbourhood(NeighbourhoodTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new NeighbourhoodTrainer(options), estimatorOptions);

    /// <summary>GU: the users most like a user vote for items.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="UserNeighbourhoodTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator UserNeighbourhood(UserNeighbourhoodTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new UserNeighbourhoodTrainer(options), estimatorOptions);

    /// <summary>GE: EASE, the linear autoencoder in closed form.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="EaseTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Ease(EaseTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new EaseTrainer(options), estimatorOptions);

    /// <summary>GL: sparse weights between items that are not negative, by least squares.</summary>
    /// <param name="options">The trainer's options; default: those of <see cref="SparseLinearTrainer.Options"/>.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator SparseLinear(SparseLinearTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null) =>
        Custom(new SparseLinearTrainer(options), estimatorOptions);

    /// <summary>Popularity: the score of an item is the share of the users that interacted with it; a baseline.</summary>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Popularity(SpaceEstimator.Options? estimatorOptions = null) => Custom(new PopularityTrainer(), estimatorOptions);

    /// <summary>A space of your own.</summary>
    /// <param name="trainer">What trains it.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SpaceEstimator Custom(SpaceTrainer trainer, SpaceEstimator.Options? estimatorOptions = null) => new(Context, trainer, estimatorOptions);
}
