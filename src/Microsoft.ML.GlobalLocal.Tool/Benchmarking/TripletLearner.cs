using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>GD or GP in training, the plain way or ours. It lives in the dispose scope of the caller, but for what is disposed with it.</summary>
internal sealed class TripletLearner : IDisposable
{
    private readonly int _batchSize;
    private readonly Action<ReadOnlySpan<Triplet>> _trainBatch;
    private readonly Func<VectorSpace> _export;
    private readonly IDisposable _network;

    private TripletLearner(int batchSize, Action<ReadOnlySpan<Triplet>> trainBatch, Func<VectorSpace> export, IDisposable network)
    {
        _batchSize = batchSize;
        _trainBatch = trainBatch;
        _export = export;
        _network = network;
    }

    /// <summary>
    /// Makes a network the plain way, at the default options but for the loss, the batches and the learning rate. It takes one thread: those of libtorch wait for
    /// each other after every small step, and on a machine that does other work for long.
    /// </summary>
    public static TripletLearner CreatePlain(SpaceTrainingContext context, RepresentationNetworkTrainer.Options options)
    {
        random.manual_seed(context.Seed);
        TorchBackend.UseOneThread();
        var network = new PlainRepresentationNetwork(context.Interactions.UserCount, context.Interactions.ItemCount, options.Loss, options.LearningRate);
        return new(options.BatchSize, network.Train, () => network.Export(GetName(options)), network);
    }

    /// <summary>Makes the network of <see cref="RepresentationNetworkTrainer"/>.</summary>
    public static TripletLearner Create(SpaceTrainingContext context, RepresentationNetworkTrainer.Options options)
    {
        var (users, items) = (context.Interactions.UserCount, context.Interactions.ItemCount);
        var network = new RepresentationNetwork(users, items, options, new Random(context.Seed), TorchBackend.GetDevice(context.Host), context.Threads);
        var batch = new TripletBatch(options.BatchSize, users, items);
        return new(options.BatchSize, Train, Export, network);

        void Train(ReadOnlySpan<Triplet> triplets)
        {
            batch.Fill(triplets);
            network.Train(batch);
        }

        VectorSpace Export() => new(
            GetName(options),
            options.Dimension,
            network.Users.RepresentAll(),
            network.Items.RepresentAll(),
            options.Loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product);
    }

    /// <summary>Trains on triplets, batch by batch.</summary>
    public void Train(ReadOnlySpan<Triplet> triplets, CancellationToken cancellationToken)
    {
        foreach (var (start, count) in TripletBatch.Split(triplets.Length, _batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _trainBatch(triplets.Slice(start, count));
        }
    }

    /// <summary>The space that the network is now.</summary>
    public VectorSpace Export() => _export();

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private static string GetName(RepresentationNetworkTrainer.Options options) => options.Loss == TripletLoss.Distance ? "GD" : "GP";
}
