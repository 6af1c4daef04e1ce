namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Every system with options that train fast and well on <see cref="Blocks"/>.</summary>
internal static class TestSystems
{
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new ItemKnnTrainer(new() { Neighbours = 12 }),
    ];

    public static TheoryData<string> Names => [.. BaselineSystems.All.Select(system => system.Name)];

    public static BaselineTrainer Get(string name) => All.Single(system => system.Name == name);
}
