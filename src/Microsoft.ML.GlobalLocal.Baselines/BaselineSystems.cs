namespace Microsoft.ML.GlobalLocal;

/// <summary>All systems of this package, by their names.</summary>
public static class BaselineSystems
{
    /// <summary>A trainer of every system, each with its default grid.</summary>
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BcfNetTrainer(),
        new CFNetTrainer(),
        new CigarTrainer(),
        new ItemKnnTrainer(),
        new NeuMfTrainer(),
    ];
}
