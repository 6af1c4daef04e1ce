namespace Microsoft.ML.GlobalLocal;

/// <summary>LightGCN: embeddings of users and items, propagated over the graph of interactions; the mean of all layers is compared by its product.</summary>
/// <remarks>
/// <para>
/// A layer gives each node the sum of its neighbours' vectors, each divided by sqrt(n m), where n and m are the nodes' numbers of neighbours. Only the
/// embeddings of layer 0 are learned: by Adam, with the loss -ln sigmoid(&lt;u, i&gt; - &lt;u, j&gt;) of the propagated vectors of triplets, and the
/// squared length of the triplets' embeddings. A new user gets what one more layer would give it.
/// </para>
/// <para>He, Deng, Wang, Li, Zhang, Wang: LightGCN: Simplifying and powering graph convolution network for recommendation, SIGIR 2020.</para>
/// </remarks>
public sealed class LightGcnTrainer : BaselineTrainer<LightGcnTrainer.Options>
{
    private const int JudgedEpochs = 5;

    // It gets better slowly, and by one random item a step unsteadily: with less patience it ends too early.
    private const int Patience = 10;

    private static readonly Options[] DefaultGrid =
    [
        .. from layers in new[] { 2, 3, 1 } from regularization in new[] { 1e-3f, 1e-2f, 3e-2f } select new Options { Layers = layers, Regularization = regularization },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: 2, 3, 1 layers by regularisations of 0.001, 0.01, 0.03.</summary>
    public LightGcnTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LightGcnTrainer(Options options)
        : this([options])
    {
    }

    private LightGcnTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.AtLeast(options.Layers, 1, nameof(Options.Layers));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.AtLeast(options.Regularization, 0, nameof(Options.Regularization));
            OptionCheck.AtLeast(options.BatchSize, 1, nameof(Options.BatchSize));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "LightGCN";

    /// <inheritdoc/>
    public override string Paper => "He, Deng, Wang, Li, Zhang, Wang: LightGCN: Simplifying and powering graph convolution network for recommendation, SIGIR 2020";

    /// <inheritdoc/>
    public override string? LeftOut => "Fewer and larger steps than published, for time: larger batches, and a higher learning rate.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new LightGcnTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new LightGcnModel(context.Interactions, options, context.Seed, context.Parallelism);
        var sampler = new GlobalTripletSampler(context.Interactions, context.Seed);
        var triplets = new Triplet[sampler.MaximumCount];
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, TrainEpoch, () => model.Export(Name), Patience);
        return (space, options with { MaximumEpochs = epochs });

        void TrainEpoch()
        {
            int count = sampler.Sample(triplets);
            for (int start = 0; start < count; start += options.BatchSize)
            {
                model.Train(triplets.AsSpan(start, Math.Min(options.BatchSize, count - start)));
            }
        }
    }

    /// <summary>The options of <see cref="LightGcnTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The number K of layers, at least 1. Default: 2.</summary>
        public int Layers { get; init; } = 2;

        /// <summary>The learning rate of Adam, above 0. Default: 0.01.</summary>
        public float LearningRate { get; init; } = 0.01f;

        /// <summary>The L2 regularisation of the embeddings, at least 0. Default: 0.001.</summary>
        public float Regularization { get; init; } = 1e-3f;

        /// <summary>The triplets of a batch, at least 1. Each batch propagates over the whole graph, twice. Default: 8192.</summary>
        public int BatchSize { get; init; } = 8192;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 1000.</summary>
        public int MaximumEpochs { get; init; } = 1000;
    }
}
