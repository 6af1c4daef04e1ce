using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>
/// Adds the systems of this package to <c>mlContext.GlobalLocal().Trainers</c>. Without options, a system chooses from its grid by a part of
/// every user's interactions that is held out inside the fit.
/// </summary>
public static class BaselinesExtensions
{
    /// <summary>BPR-MF: factors by which each user's items score above the others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="BprMfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer BprMf(this TrainersCatalog catalog, BprMfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new BprMfTrainer() : new BprMfTrainer(options), fitOptions);

    /// <summary>CML: users and items in one ball, each user nearer to its items than to the others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CmlTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer Cml(this TrainersCatalog catalog, CmlTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CmlTrainer() : new CmlTrainer(options), fitOptions);

    /// <summary>ItemKNN: cosines between items, over each item's nearest neighbours.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ItemKnnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer ItemKnn(this TrainersCatalog catalog, ItemKnnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ItemKnnTrainer() : new ItemKnnTrainer(options), fitOptions);

    /// <summary>LightGCN: embeddings propagated over the graph of interactions.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="LightGcnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer LightGcn(this TrainersCatalog catalog, LightGcnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new LightGcnTrainer() : new LightGcnTrainer(options), fitOptions);
}
