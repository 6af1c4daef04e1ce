namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Every system with options that train fast and well on <see cref="Blocks"/>.</summary>
internal static class TestSystems
{
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BcfNetTrainer(new() { Factors = 8, LearningRate = 0.01, BatchSize = 128, MaximumEpochs = 15 }),
        new CFNetTrainer(new() { Factors = 8, LearningRate = 0.01, BatchSize = 128, MaximumEpochs = 15 }),
        new CigarTrainer(new() { Bits = 16, Dimension = 8, Candidates = 6, CodeEpochs = 20, CodeLearningRate = 0.02, LearningRate = 0.02, BatchSize = 64, MaximumEpochs = 20 }),
        new ItemKnnTrainer(new() { Neighbours = 12 }),
        new NeuMfTrainer(new() { Factors = 2, LearningRate = 0.01, L2Regularization = 1e-3, Negatives = 1, BatchSize = 64, MaximumEpochs = 25 }),
    ];

    public static TheoryData<string> Names => [.. BaselineSystems.All.Select(system => system.Name)];

    public static BaselineTrainer Get(string name) => All.Single(system => system.Name == name);
}
