namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Every system with options that train fast and well on <see cref="Blocks"/>.</summary>
internal static class TestSystems
{
    public static IReadOnlyList<BaselineTrainer> All { get; } =
    [
        new BcfNetTrainer(new() { Factors = 8, LearningRate = 0.01, BatchSize = 128, MaximumEpochs = 15 }),
        new BineTrainer(new() { Dimension = 8, PairWeight = 1, LearningRate = 0.1f, MaximumEpochs = 60 }),
        new BprMfTrainer(new() { Dimension = 8, MaximumEpochs = 60 }),
        new CccfTrainer(new() { Subgroups = 2, Dimension = 4, Alpha = 40, Lambda = 1 }),
        new CFNetTrainer(new() { Factors = 8, LearningRate = 0.01, BatchSize = 128, MaximumEpochs = 15 }),
        new CigarTrainer(new() { Bits = 16, Dimension = 8, Candidates = 6, CodeEpochs = 20, CodeLearningRate = 0.02, LearningRate = 0.02, BatchSize = 64, MaximumEpochs = 20 }),
        new CmlTrainer(new() { Dimension = 2, Negatives = 2, MaximumEpochs = 100 }),
        new CoFactorTrainer(new() { Dimension = 4, ObservedWeight = 1, UnobservedWeight = 0.1f, Lambda = 0.1f }),
        new DeepIcfTrainer(new() { Dimension = 8, HiddenLayers = [8], LearningRate = 0.02f, Negatives = 1, PretrainingEpochs = 20, MaximumEpochs = 40 }),
        new DenseEaseTrainer(new() { Lambda = 2 }),
        new GfCfTrainer(new() { Dimension = 2 }),
        new ImplicitAlsTrainer(new() { Dimension = 4, Lambda = 1 }),
        new ItemKnnTrainer(new() { Neighbours = 12 }),
        new LightGcnTrainer(new() { Dimension = 8, MaximumEpochs = 60 }),
        new LrmlTrainer(new() { Dimension = 4, Memories = 2, LearningRate = 0.02f, MaximumEpochs = 60 }),
        new Metapath2VecTrainer(new() { Dimension = 8, LearningRate = 0.1f, MaximumEpochs = 20 }),
        new N2vScdnnrTrainer(new() { Dimension = 8, LearningRate = 0.1f, MaximumEpochs = 20, UserClusters = 2, ItemClusters = 2, CandidateClusters = 1 }),
        new NeuMfTrainer(new() { Factors = 2, LearningRate = 0.01, L2Regularization = 1e-3, Negatives = 1, BatchSize = 64, MaximumEpochs = 25 }),
        new Rp3BetaTrainer(new() { Neighbours = 12 }),
        new SlimTrainer(new() { L1 = 0.1f, L2 = 1 }),
        new TdmTrainer(new() { Dimension = 8, HiddenLayers = [8], Beam = 6, LearningRate = 0.02f, BatchSize = 64, EpochsPerTree = 5, MaximumEpochs = 20 }),
    ];

    public static TheoryData<string> Names => [.. BaselineSystems.All.Select(system => system.Name)];

    public static BaselineTrainer Get(string name) => All.Single(system => system.Name == name);
}
