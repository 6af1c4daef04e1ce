using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>
/// Adds the systems of this package to <c>mlContext.GlobalLocal().Trainers</c>. Without options, a system chooses from its grid by a part of
/// every user's interactions that is held out inside the fit.
/// </summary>
public static class BaselinesExtensions
{
    /// <summary>BCFNet: CFNet with attention and a balance module.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="BcfNetTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer BcfNet(this TrainersCatalog catalog, BcfNetTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new BcfNetTrainer() : new BcfNetTrainer(options), fitOptions);

    /// <summary>CFNet of DeepCF: representation learning and matching function learning from the rows of the interaction matrix.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CFNetTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer CFNet(this TrainersCatalog catalog, CFNetTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CFNetTrainer() : new CFNetTrainer(options), fitOptions);

    /// <summary>CIGAR: candidates by the Hamming distance of binary codes, ranked by a model that is trained for them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CigarTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer Cigar(this TrainersCatalog catalog, CigarTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CigarTrainer() : new CigarTrainer(options), fitOptions);

    /// <summary>ItemKNN: cosines between items, over each item's nearest neighbours.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ItemKnnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer ItemKnn(this TrainersCatalog catalog, ItemKnnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ItemKnnTrainer() : new ItemKnnTrainer(options), fitOptions);

    /// <summary>NeuMF: matrix factorisation and a perceptron over embeddings of users and items.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="NeuMfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SingleSpaceTrainer NeuMf(this TrainersCatalog catalog, NeuMfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new NeuMfTrainer() : new NeuMfTrainer(options), fitOptions);
}
