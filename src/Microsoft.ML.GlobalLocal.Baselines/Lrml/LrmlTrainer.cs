using TorchSharp;

namespace Microsoft.ML.GlobalLocal;

/// <summary>LRML, latent relational metric learning: a user's vector plus a relation vector, which a memory gives for each pair, shall lie near its items.</summary>
/// <remarks>
/// <para>
/// The product p * q of a user's and an item's vector, entry by entry, is compared with N keys; the softmax of the N products weighs the N rows of a
/// memory, and their sum is the relation vector r. The score is -|p + r - q|^2. A triplet's loss is max(0, m + |p + r - q|^2 - |p + r - q'|^2), with the
/// relation r of the positive pair in both distances. Vectors longer than 1 are brought to length 1 after each step of Adam.
/// </para>
/// <para>Tay, Tuan, Hui: Latent relational metric learning via memory-based attention for collaborative ranking, WWW 2018.</para>
/// </remarks>
public sealed class LrmlTrainer : BaselineTrainer<LrmlTrainer.Options>
{
    private const int JudgedEpochs = 2;

    private static readonly Options[] DefaultGrid =
    [
        .. from margin in new[] { 1f, 1.5f, 0.5f } from memories in new[] { 20, 5 } select new Options { Margin = margin, Memories = memories },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: margins of 1, 1.5, 0.5 by memories of 20, 5 rows.</summary>
    public LrmlTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LrmlTrainer(Options options)
        : this([options])
    {
    }

    private LrmlTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.AtLeast(options.Memories, 1, nameof(Options.Memories));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.Above(options.Margin, 0, nameof(Options.Margin));
            OptionCheck.AtLeast(options.Negatives, 1, nameof(Options.Negatives));
            OptionCheck.AtLeast(options.BatchSize, 1, nameof(Options.BatchSize));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "LRML";

    /// <inheritdoc/>
    public override string Paper => "Tay, Tuan, Hui: Latent relational metric learning via memory-based attention for collaborative ranking, WWW 2018";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new LrmlTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        var interactions = context.Interactions;
        var sampler = new GlobalTripletSampler(interactions, context.Seed, options.Negatives);
        var triplets = new Triplet[sampler.MaximumCount];
        var batch = new TripletBatch(Math.Min(options.BatchSize, triplets.Length), interactions.UserCount, interactions.ItemCount);
        using var scope = torch.NewDisposeScope();
        using var network = new LrmlNetwork(interactions.UserCount, interactions.ItemCount, options, new Random(context.Seed), device);
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, TrainEpoch, () => network.Export(Name));
        return (space, options with { MaximumEpochs = epochs });

        void TrainEpoch()
        {
            int count = sampler.Sample(triplets);
            for (int start = 0; start < count; start += options.BatchSize)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                batch.Fill(triplets.AsSpan(start, Math.Min(options.BatchSize, count - start)));
                network.Train(batch);
            }
        }
    }

    /// <summary>The options of <see cref="LrmlTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The number N of keys and of rows of the memory, at least 1. Default: 20.</summary>
        public int Memories { get; init; } = 20;

        /// <summary>The learning rate of Adam, above 0. Default: 0.003.</summary>
        public float LearningRate { get; init; } = 3e-3f;

        /// <summary>The margin m between squared distances, above 0. Default: 1.</summary>
        public float Margin { get; init; } = 1;

        /// <summary>The triplets per interaction and epoch, each with another negative item; at least 1. Default: 1.</summary>
        public int Negatives { get; init; } = 1;

        /// <summary>The triplets of a batch, at least 1. Default: 2048.</summary>
        public int BatchSize { get; init; } = 2048;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 100.</summary>
        public int MaximumEpochs { get; init; } = 100;
    }
}
