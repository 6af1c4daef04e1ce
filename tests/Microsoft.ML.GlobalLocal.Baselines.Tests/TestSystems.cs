namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Every system with options that train fast and well on <see cref="Blocks"/>.</summary>
internal static class TestSystems
{
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BprMfTrainer(new() { Dimension = 8, MaximumEpochs = 60 }),
        new CmlTrainer(new() { Dimension = 2, Negatives = 2, MaximumEpochs = 100 }),
        new ItemKnnTrainer(new() { Neighbours = 12 }),
        new LightGcnTrainer(new() { Dimension = 8, MaximumEpochs = 60 }),
    ];

    public static TheoryData<string> Names => [.. BaselineSystems.All.Select(system => system.Name)];

    public static BaselineTrainer Get(string name) => All.Single(system => system.Name == name);
}
