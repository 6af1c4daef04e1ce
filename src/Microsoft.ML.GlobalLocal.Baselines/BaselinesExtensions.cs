using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>
/// Adds the systems of this package to <c>mlContext.GlobalLocal().Trainers</c>. Without options, a system chooses from its grid by a part of
/// every user's interactions that is held out inside the fit.
/// </summary>
public static class BaselinesExtensions
{
    /// <summary>ItemKNN: cosines between items, over each item's nearest neighbours.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ItemKnnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer ItemKnn(this TrainersCatalog catalog, ItemKnnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ItemKnnTrainer() : new ItemKnnTrainer(options), fitOptions);
}
