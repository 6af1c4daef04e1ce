namespace Microsoft.ML.GlobalLocal;

/// <summary>All systems of this package, by their names.</summary>
public static class BaselineSystems
{
    /// <summary>A trainer of every system, each with its default grid.</summary>
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BprMfTrainer(),
        new CmlTrainer(),
        new DeepIcfTrainer(),
        new ItemKnnTrainer(),
        new LightGcnTrainer(),
        new LrmlTrainer(),
        new BineTrainer(),
        new ItemKnnTrainer(),
        new Metapath2VecTrainer(),
        new N2vScdnnrTrainer(),
        new CccfTrainer(),
        new CoFactorTrainer(),
        new DenseEaseTrainer(),
        new GfCfTrainer(),
        new ImplicitAlsTrainer(),
        new ItemKnnTrainer(),
        new Rp3BetaTrainer(),
        new SlimTrainer(),
    ];
}
