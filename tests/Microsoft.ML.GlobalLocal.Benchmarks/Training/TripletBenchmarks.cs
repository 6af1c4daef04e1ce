using BenchmarkDotNet.Attributes;
using Microsoft.ML.GlobalLocal.Tool;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Benchmarks.Training;

/// <summary>
/// Training of GD and GP, a triplet each: the plain way at the paper's batch of 512 against ours, at the same batch and at the default one. What each has learned
/// after as many triplets shows <c>globallocal bench --part curves</c>.
/// </summary>
[BenchmarkCategory("Training")]
public class TripletBenchmarks
{
    private const int Triplets = 8192;
    private const int PaperBatch = 512;

    private static readonly RepresentationNetworkTrainer.Options Default = new();

    private readonly Triplet[] _triplets = new Triplet[Triplets];
    private global::TorchSharp.DisposeScope _scope = null!;
    private PlainRepresentationNetwork _plain = null!;
    private RepresentationNetwork _small = null!;
    private RepresentationNetwork _large = null!;
    private TripletBatch _batch = null!;

    /// <summary>The loss.</summary>
    [Params(TripletLoss.Product, TripletLoss.Distance)]
    public TripletLoss Loss { get; set; }

    /// <summary>Whether the interactions are Gowalla's, else those of MovieLens-100k.</summary>
    [ParamsSource(nameof(DataSets))]
    public bool Gowalla { get; set; }

    /// <summary>MovieLens-100k alone in a quick look: a step of the plain way over Gowalla's tables takes a quarter of a second.</summary>
    public static IEnumerable<bool> DataSets => BenchmarkScale.Select(quick: [false], all: [false, true]);

    [GlobalSetup]
    public void Setup()
    {
        TorchBackend.Start();
        _scope = NewDisposeScope();
        var interactions = Gowalla ? BenchmarkData.Gowalla.Interactions : BenchmarkData.MovieLens.Interactions;
        var drawn = new Triplet[interactions.Count];
        new GlobalTripletSampler(interactions, seed: 1).Sample(drawn);
        drawn.AsSpan(0, Triplets).CopyTo(_triplets);
        _plain = new PlainRepresentationNetwork(interactions.UserCount, interactions.ItemCount, Loss, learningRate: 1e-3);
        _small = Create(interactions, PaperBatch, 1e-3);
        _large = Create(interactions, Default.BatchSize, Default.LearningRate);
        _batch = new TripletBatch(Default.BatchSize, interactions.UserCount, interactions.ItemCount);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Triplets)]
    public void Plain() => TrainPlain(Environment.ProcessorCount);

    /// <summary>The faster of the two where the machine does other work: libtorch's threads wait for each other after every small step.</summary>
    [Benchmark(OperationsPerInvoke = Triplets)]
    public void PlainOnOneThread() => TrainPlain(threads: 1);

    [Benchmark(OperationsPerInvoke = Triplets)]
    public double BatchesOf512() => Train(_small, PaperBatch);

    [Benchmark(OperationsPerInvoke = Triplets)]
    public double DefaultBatches() => Train(_large, Default.BatchSize);

    [GlobalCleanup]
    public void Cleanup()
    {
        _plain.Dispose();
        _small.Dispose();
        _large.Dispose();
        _scope.Dispose();
    }

    private void TrainPlain(int threads)
    {
        set_num_threads(threads);
        for (int start = 0; start < Triplets; start += PaperBatch)
        {
            _plain.Train(_triplets.AsSpan(start, PaperBatch));
        }
    }

    private RepresentationNetwork Create(InteractionMatrix interactions, int batchSize, double learningRate) => new(
        interactions.UserCount,
        interactions.ItemCount,
        Default with { Loss = Loss, BatchSize = batchSize, LearningRate = learningRate },
        new Random(1),
        CPU,
        Environment.ProcessorCount);

    private double Train(RepresentationNetwork network, int size)
    {
        for (int start = 0; start < Triplets; start += size)
        {
            _batch.Fill(_triplets.AsSpan(start, size));
            network.Train(_batch);
        }

        return network.ReadLoss();
    }
}
