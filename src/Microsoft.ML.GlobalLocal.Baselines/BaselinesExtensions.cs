using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>
/// Adds the systems of this package to <c>mlContext.GlobalLocal().Trainers</c>. Without options, a system chooses from its grid by a part of
/// every user's interactions that is held out inside the fit.
/// </summary>
public static class BaselinesExtensions
{
    /// <summary>CCCF: users and items clustered together into subgroups, with a model in each.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CccfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer Cccf(this TrainersCatalog catalog, CccfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CccfTrainer() : new CccfTrainer(options), fitOptions);

    /// <summary>CoFactor: matrix factorisation whose item vectors also explain which items are taken together.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CoFactorTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer CoFactor(this TrainersCatalog catalog, CoFactorTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CoFactorTrainer() : new CoFactorTrainer(options), fitOptions);

    /// <summary>EASE: the linear autoencoder with a zero diagonal in closed form, with all its weights.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="DenseEaseTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer DenseEase(this TrainersCatalog catalog, DenseEaseTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new DenseEaseTrainer() : new DenseEaseTrainer(options), fitOptions);

    /// <summary>GF-CF: a linear filter over the user-item graph, and an ideal low-pass filter.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="GfCfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer GfCf(this TrainersCatalog catalog, GfCfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new GfCfTrainer() : new GfCfTrainer(options), fitOptions);

    /// <summary>Implicit ALS: matrix factorisation with confidences, by alternating least squares.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ImplicitAlsTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer ImplicitAls(this TrainersCatalog catalog, ImplicitAlsTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ImplicitAlsTrainer() : new ImplicitAlsTrainer(options), fitOptions);

    /// <summary>ItemKNN: cosines between items, over each item's nearest neighbours.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ItemKnnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer ItemKnn(this TrainersCatalog catalog, ItemKnnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ItemKnnTrainer() : new ItemKnnTrainer(options), fitOptions);

    /// <summary>RP3beta: random walks of three steps over the user-item graph, with popular ends scaled down.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="Rp3BetaTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer Rp3Beta(this TrainersCatalog catalog, Rp3BetaTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new Rp3BetaTrainer() : new Rp3BetaTrainer(options), fitOptions);

    /// <summary>SLIM: sparse weights between items, not negative, by the elastic net.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="SlimTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer Slim(this TrainersCatalog catalog, SlimTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new SlimTrainer() : new SlimTrainer(options), fitOptions);
}
