namespace Microsoft.ML.GlobalLocal;

/// <summary>All systems of this package, by their names.</summary>
public static class BaselineSystems
{
    /// <summary>A trainer of every system, each with its default grid.</summary>
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BcfNetTrainer(),
        new BineTrainer(),
        new BprMfTrainer(),
        new CccfTrainer(),
        new CFNetTrainer(),
        new CigarTrainer(),
        new CmlTrainer(),
        new CoFactorTrainer(),
        new DeepIcfTrainer(),
        new DenseEaseTrainer(),
        new GfCfTrainer(),
        new ImplicitAlsTrainer(),
        new ItemKnnTrainer(),
        new LightGcnTrainer(),
        new LrmlTrainer(),
        new Metapath2VecTrainer(),
        new N2vScdnnrTrainer(),
        new NeuMfTrainer(),
        new Rp3BetaTrainer(),
        new SlimTrainer(),
        new TdmTrainer(),
    ];
}
