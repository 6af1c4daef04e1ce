using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>Adds to the catalog what this package trains.</summary>
public static class GlobalLocalTrainingExtensions
{
    /// <summary>The short way to a whole model, by the default preset.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    public static GlobalLocalTrainer GlobalLocal(this TrainersCatalog catalog, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem) =>
        catalog.GlobalLocal(new GlobalLocalTrainer.Options { UserColumnName = userColumnName, ItemColumnName = itemColumnName });

    /// <summary>The short way to a whole model.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options.</param>
    public static GlobalLocalTrainer GlobalLocal(this TrainersCatalog catalog, GlobalLocalTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new GlobalLocalTrainer(catalog.Context, options);
    }

    /// <summary>GD, GP, LD or LP: the paper's representation network. A local space trains the global one that it stands on for itself.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The trainer's options; default: those of <see cref="RepresentationNetworkTrainer.Options"/>, which are GD's.</param>
    /// <param name="estimatorOptions">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public static SpaceEstimator Network(this SpacesCatalog catalog, RepresentationNetworkTrainer.Options? options = null, SpaceEstimator.Options? estimatorOptions = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Custom(new RepresentationNetworkTrainer(options), estimatorOptions);
    }

    /// <summary>Spaces and the attention over them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="spaces">The trainers of the spaces, each with a name of its own, the local ones behind the global ones that they stand on.</param>
    /// <param name="options">The options; default: those of <see cref="AttentionEstimator.Options"/>.</param>
    public static AttentionEstimator Attention(this GlobalLocalCatalog catalog, IReadOnlyList<SpaceTrainer> spaces, AttentionEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new AttentionEstimator(catalog.Context, spaces, options);
    }
}
