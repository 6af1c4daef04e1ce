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
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer BcfNet(this TrainersCatalog catalog, BcfNetTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new BcfNetTrainer() : new BcfNetTrainer(options), fitOptions);

    /// <summary>BiNE: vectors that explain the interactions and walks on each side.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="BineTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Bine(this TrainersCatalog catalog, BineTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new BineTrainer() : new BineTrainer(options), fitOptions);

    /// <summary>BPR-MF: factors by which each user's items score above the others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="BprMfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer BprMf(this TrainersCatalog catalog, BprMfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new BprMfTrainer() : new BprMfTrainer(options), fitOptions);

    /// <summary>CCCF: users and items clustered together into subgroups, with a model in each.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CccfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Cccf(this TrainersCatalog catalog, CccfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CccfTrainer() : new CccfTrainer(options), fitOptions);

    /// <summary>CFNet of DeepCF: representation learning and matching function learning from the rows of the interaction matrix.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CFNetTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer CFNet(this TrainersCatalog catalog, CFNetTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CFNetTrainer() : new CFNetTrainer(options), fitOptions);

    /// <summary>CIGAR: candidates by the Hamming distance of binary codes, ranked by a model that is trained for them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CigarTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Cigar(this TrainersCatalog catalog, CigarTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CigarTrainer() : new CigarTrainer(options), fitOptions);

    /// <summary>CML: users and items in one ball, each user nearer to its items than to the others.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CmlTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Cml(this TrainersCatalog catalog, CmlTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CmlTrainer() : new CmlTrainer(options), fitOptions);

    /// <summary>CoFactor: matrix factorisation whose item vectors also explain which items are taken together.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="CoFactorTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer CoFactor(this TrainersCatalog catalog, CoFactorTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new CoFactorTrainer() : new CoFactorTrainer(options), fitOptions);

    /// <summary>DeepICF: a network over the product of an item's vector with the pooled vectors of the user's items.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="DeepIcfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer DeepIcf(this TrainersCatalog catalog, DeepIcfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new DeepIcfTrainer() : new DeepIcfTrainer(options), fitOptions);

    /// <summary>EASE: the linear autoencoder with a zero diagonal in closed form, with all its weights.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="DenseEaseTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer DenseEase(this TrainersCatalog catalog, DenseEaseTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new DenseEaseTrainer() : new DenseEaseTrainer(options), fitOptions);

    /// <summary>GF-CF: a linear filter over the user-item graph, and an ideal low-pass filter.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="GfCfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer GfCf(this TrainersCatalog catalog, GfCfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new GfCfTrainer() : new GfCfTrainer(options), fitOptions);

    /// <summary>Implicit ALS: matrix factorisation with confidences, by alternating least squares.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ImplicitAlsTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer ImplicitAls(this TrainersCatalog catalog, ImplicitAlsTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ImplicitAlsTrainer() : new ImplicitAlsTrainer(options), fitOptions);

    /// <summary>ItemKNN: cosines between items, over each item's nearest neighbours.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="ItemKnnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer ItemKnn(this TrainersCatalog catalog, ItemKnnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new ItemKnnTrainer() : new ItemKnnTrainer(options), fitOptions);

    /// <summary>LightGCN: embeddings propagated over the graph of interactions.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="LightGcnTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer LightGcn(this TrainersCatalog catalog, LightGcnTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new LightGcnTrainer() : new LightGcnTrainer(options), fitOptions);

    /// <summary>LRML: a metric in which a memory gives each pair of user and item a relation vector.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="LrmlTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Lrml(this TrainersCatalog catalog, LrmlTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new LrmlTrainer() : new LrmlTrainer(options), fitOptions);

    /// <summary>Metapath2vec++: skip-gram over walks from user to item to user, with negatives by type.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="Metapath2VecTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Metapath2Vec(this TrainersCatalog catalog, Metapath2VecTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new Metapath2VecTrainer() : new Metapath2VecTrainer(options), fitOptions);

    /// <summary>N2VSCDNNR: node2vec, user and item clusters, and the weights between them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="N2vScdnnrTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer N2vScdnnr(this TrainersCatalog catalog, N2vScdnnrTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new N2vScdnnrTrainer() : new N2vScdnnrTrainer(options), fitOptions);

    /// <summary>NeuMF: matrix factorisation and a perceptron over embeddings of users and items.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="NeuMfTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer NeuMf(this TrainersCatalog catalog, NeuMfTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new NeuMfTrainer() : new NeuMfTrainer(options), fitOptions);

    /// <summary>RP3beta: random walks of three steps over the user-item graph, with popular ends scaled down.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="Rp3BetaTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Rp3Beta(this TrainersCatalog catalog, Rp3BetaTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new Rp3BetaTrainer() : new Rp3BetaTrainer(options), fitOptions);

    /// <summary>SLIM: sparse weights between items, not negative, by the elastic net.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="SlimTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Slim(this TrainersCatalog catalog, SlimTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new SlimTrainer() : new SlimTrainer(options), fitOptions);

    /// <summary>TDM: a beam search down a tree of the items, whose nodes a network scores.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The system's options; default: chosen from the grid of <see cref="TdmTrainer"/>.</param>
    /// <param name="fitOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SingleSpaceTrainer Tdm(this TrainersCatalog catalog, TdmTrainer.Options? options = null, SpaceEstimator.Options? fitOptions = null) =>
        catalog.SingleSpace(options is null ? new TdmTrainer() : new TdmTrainer(options), fitOptions);
}
