using System.Diagnostics;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains a space by the paper's representation network (Fig. 2) on TorchSharp: GD and GP on global triplets, LD and LP on local ones; D by
/// the distance loss, P by the product loss.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="VectorSpace"/> of vectors of length 1, compared by distance (D) or product (P)</description></item>
/// <item><term>New users</term><description><see cref="MeanFolding"/>, brought to length 1</description></item>
/// <item><term>Chosen by validation</term><description>the number of epochs (early stopping; the best epoch's vectors are kept)</description></item>
/// <item><term>Needs</term><description>libtorch; LD and LP the global space they stand on: the one trained before them in the same run, else they train one for themselves</description></item>
/// </list>
/// <para>
/// A tower for users and one for items: embedding -> hidden layers, ReLU -> output, L2-normalised. Each batch runs a tower once per distinct id, and
/// updates only the embeddings of these. The same seed gives the same bytes on the CPU.
/// </para>
/// <para>Attention on Global-Local Representation Spaces in Recommender Systems, sections 3.1 and 3.2.</para>
/// </remarks>
public sealed class RepresentationNetworkTrainer : SpaceTrainer
{
    private const string NoGlobalTriplet = "there is no triplet to train on, since every user has all items or none.";

    private readonly Options _options;
    private readonly SpaceTrainer? _baseTrainer;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>, which are GD's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RepresentationNetworkTrainer(Options? options = null)
        : this(options ?? new Options(), baseTrainer: null)
    {
    }

    private RepresentationNetworkTrainer(Options options, SpaceTrainer? baseTrainer)
    {
        options.Check();
        _options = options;
        _baseTrainer = baseTrainer;
    }

    /// <inheritdoc/>
    public override string Name => _options.Name ?? (_options.Triplets == TripletSource.Global ? "G" : "L") + (_options.Loss == TripletLoss.Distance ? "D" : "P");

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        bool hasTriplet = Enumerable.Range(0, interactions.UserCount).Select(interactions.GetCount).Any(count => count > 0 && count < interactions.ItemCount);
        return hasTriplet ? null : NoGlobalTriplet;
    }

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var device = TorchBackend.GetDevice(context.Host);
        var (sampler, baseTrainer) = CreateSampler(context);
        var triplets = new Triplet[sampler.MaximumCount];
        var options = _options with { BatchSize = Math.Clamp(triplets.Length, 1, _options.BatchSize) };
        var batch = new TripletBatch(options.BatchSize, context.Interactions.UserCount, context.Interactions.ItemCount);
        using var scope = NewDisposeScope();
        using var network = new RepresentationNetwork(context.Interactions.UserCount, context.Interactions.ItemCount, options, new Random(context.Seed), device, context.Threads);
        var watch = Stopwatch.StartNew();
        (VectorSpace Space, int Epoch, double Metric)? best = null;
        for (int epoch = 1; epoch <= _options.MaximumEpochs && epoch - (best?.Epoch ?? epoch) <= _options.Patience; epoch++)
        {
            long start = watch.ElapsedTicks;
            int count = sampler.Sample(triplets);
            if (count == 0 && epoch == 1)
            {
                throw NoTriplets();
            }

            double loss = TrainEpoch(network, batch, triplets.AsSpan(0, count), epoch, context.CancellationToken);
            double seconds = (double)(watch.ElapsedTicks - start) / Stopwatch.Frequency;
            double metric = double.NaN;
            if (context.Validation is not null)
            {
                var space = Export(network);
                metric = context.Validate(space);
                if (best is null || metric > best.Value.Metric)
                {
                    best = (space, epoch, metric);
                }
            }

            context.Progress?.Report(new TrainingProgress(Name)
            {
                Epoch = epoch,
                Epochs = _options.MaximumEpochs,
                Loss = loss,
                ValidationMetric = metric,
                TripletsPerSecond = count / seconds,
                TimeLeft = watch.Elapsed / epoch * (_options.MaximumEpochs - epoch),
            });
        }

        return best is { } chosen
            ? new TrainedSpace(chosen.Space, new RepresentationNetworkTrainer(_options with { MaximumEpochs = chosen.Epoch }, baseTrainer))
            : new TrainedSpace(Export(network), new RepresentationNetworkTrainer(_options, baseTrainer));
    }

    private double TrainEpoch(RepresentationNetwork network, TripletBatch batch, ReadOnlySpan<Triplet> triplets, int epoch, CancellationToken cancellationToken)
    {
        foreach (var (start, count) in TripletBatch.Split(triplets.Length, _options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Fill(triplets.Slice(start, count));
            network.Train(batch);
        }

        double loss = network.ReadLoss() / Math.Max(1, triplets.Length);
        return double.IsFinite(loss) ? loss : throw new NotFiniteNumberException(
            $"Space {Name}: the loss became {loss} in epoch {epoch}. A smaller LearningRate ({_options.LearningRate} now), or a smaller Scale ({_options.Scale} now), usually helps.", loss);
    }

    private SpaceObstacleException NoTriplets() => new(Name, _options.Triplets == TripletSource.Global
        ? NoGlobalTriplet
        : "there is no local triplet to train on: no negative item in a user's candidate clusters is as near as a positive one. More of them (CandidateClusters) may help.");

    /// <summary>Makes what draws the triplets.</summary>
    /// <returns>The sampler, and what trained the space that local ones stand on, if it was trained for this one alone.</returns>
    private (TripletSampler Sampler, SpaceTrainer? BaseTrainer) CreateSampler(SpaceTrainingContext context)
    {
        if (_options.Triplets == TripletSource.Global)
        {
            return (new GlobalTripletSampler(context.Interactions, context.Seed, _options.TripletsPerInteraction), null);
        }

        string baseName = _options.BaseSpace ?? (_options.Loss == TripletLoss.Distance ? "GD" : "GP");
        SpaceTrainer? baseTrainer = null;
        if (!context.Spaces.TryGetValue(baseName, out var space))
        {
            if (_options.BaseSpace is not null)
            {
                string trained = context.Spaces.Count == 0 ? "none" : string.Join(", ", context.Spaces.Keys);
                throw new InvalidOperationException($"Space {Name} stands on the clusters of space {baseName}, which must be trained before it in the same run; trained so far: {trained}. Add it, or name another in BaseSpace.");
            }

            (space, baseTrainer) = (_baseTrainer ?? new RepresentationNetworkTrainer(_options with { Name = null, Triplets = TripletSource.Global })).Train(context);
        }

        var index = ClusteringTrainer.Train(space, _options.Clusters, context.Seed, context.Parallelism);
        int candidates = Math.Min(_options.CandidateClusters, index.ClusterCount);
        return (new LocalTripletSampler(context.Interactions, index, candidates, context.Seed, _options.TripletsPerInteraction), baseTrainer);
    }

    private VectorSpace Export(RepresentationNetwork network) => new(
        Name,
        _options.Dimension,
        network.Users.RepresentAll(),
        network.Items.RepresentAll(),
        _options.Loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product,
        new MeanFolding(normalize: true));

    /// <summary>The options of <see cref="RepresentationNetworkTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>
        /// The paper's own settings: learning rate 0.00017, batches of 512, no scale. They are here to reproduce its tables; the defaults are
        /// much better.
        /// </summary>
        public static Options Paper2021 { get; } = new() { LearningRate = 1.7e-4, BatchSize = 512, MaximumEpochs = 200, Scale = 1 };

        /// <summary>The name of the space. Default: GD, GP, LD or LP, by <see cref="Triplets"/> and <see cref="Loss"/>.</summary>
        public string? Name { get; init; }

        /// <summary>The loss, and with it how vectors are compared. Default: <see cref="TripletLoss.Distance"/>.</summary>
        public TripletLoss Loss { get; init; } = TripletLoss.Distance;

        /// <summary>Which triplets are trained on. Default: <see cref="TripletSource.Global"/>.</summary>
        public TripletSource Triplets { get; init; } = TripletSource.Global;

        /// <summary>
        /// The name of the space whose clusters give local triplets; it must be trained before this one in the same run. Default: GD for the distance
        /// loss, GP for the product loss, which is trained for this space alone where the run has none.
        /// </summary>
        public string? BaseSpace { get; init; }

        /// <summary>The number M of clusters for local triplets, from 1 to the number of items. Default: the rounded square root of that.</summary>
        public int? Clusters { get; init; }

        /// <summary>The number J of clusters nearest to a user that local triplets come from, at least 1; all where there are fewer. Default: 5.</summary>
        public int CandidateClusters { get; init; } = 5;

        /// <summary>How often each interaction is a positive in an epoch, at least 1. Default: 1.</summary>
        public int TripletsPerInteraction { get; init; } = 1;

        /// <summary>The length of an embedding, at least 1. Default: 64.</summary>
        public int EmbeddingDimension { get; init; } = 64;

        /// <summary>The sizes of the hidden layers, each at least 1; may be empty. Default: 64, 64.</summary>
        public IReadOnlyList<int> HiddenLayers { get; init; } = [64, 64];

        /// <summary>The length d of the vectors of the space, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The learning rate of Adam, above 0. Default: 0.005, which goes with batches of 4096; with batches of 512 it was 0.001 that learned as much.</summary>
        public double LearningRate { get; init; } = 5e-3;

        /// <summary>
        /// The largest number of triplets in a batch, at least 1; an epoch is cut into as few batches as that allows, all of one size. With more than 512
        /// Adam's running means forget faster, so that they go over as many triplets. Default: 4096.
        /// </summary>
        public int BatchSize { get; init; } = 4096;

        /// <summary>The largest number of epochs, at least 1; without held-out interactions, the number of epochs. Default: 200.</summary>
        public int MaximumEpochs { get; init; } = 200;

        /// <summary>How many epochs without a better validation metric end the training, at least 1. Default: 20.</summary>
        public int Patience { get; init; } = 20;

        /// <summary>The L2 regularisation of embeddings and layers, at least 0. Default: 0.</summary>
        public double L2Regularization { get; init; }

        /// <summary>The margin of the distance loss (Eq. 4), at least 0. Default: 0.5.</summary>
        public double Margin { get; init; } = 0.5;

        /// <summary>The scale of the product loss, above 0. Default: 10.</summary>
        public double Scale { get; init; } = 10;

        internal void Check()
        {
            OptionCheck.AtLeast(Clusters ?? 1, 1, nameof(Clusters));
            OptionCheck.AtLeast(CandidateClusters, 1, nameof(CandidateClusters));
            OptionCheck.AtLeast(TripletsPerInteraction, 1, nameof(TripletsPerInteraction));
            OptionCheck.AtLeast(EmbeddingDimension, 1, nameof(EmbeddingDimension));
            ArgumentNullException.ThrowIfNull(HiddenLayers);
            foreach (int size in HiddenLayers)
            {
                OptionCheck.AtLeast(size, 1, nameof(HiddenLayers));
            }

            OptionCheck.AtLeast(Dimension, 1, nameof(Dimension));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
            OptionCheck.AtLeast(Patience, 1, nameof(Patience));
            OptionCheck.AtLeast((float)L2Regularization, 0, nameof(L2Regularization));
            OptionCheck.AtLeast((float)Margin, 0, nameof(Margin));
            OptionCheck.Above(Scale, 0, nameof(Scale));
        }
    }
}
