using TorchSharp;

namespace Microsoft.ML.GlobalLocal;

/// <summary>DeepICF: a network scores an item by the products of its vector with those of the user's items, pooled.</summary>
/// <remarks>
/// <para>
/// Every item has a vector q as one that a user has, and a vector p as one that is scored. A user with n items and an item i that it may have give
/// m^-a times the sum of p_i * q_j, entry by entry, over the user's m items j other than i; layers with ReLU turn it into a number, to which comes the
/// item's bias. The loss is the log loss of the users' items as 1 and of drawn ones as 0. Users have no vectors of their own, so a new one is scored as
/// one of the training.
/// </para>
/// <para>Xue, He, Wang, Xu, Liu, Hong: Deep item-based collaborative filtering for top-N recommendation, TOIS 2019.</para>
/// </remarks>
public sealed class DeepIcfTrainer : BaselineTrainer<DeepIcfTrainer.Options>
{
    private const int JudgedEpochs = 2;

    private static readonly Options[] DefaultGrid =
    [
        .. from exponent in new[] { 0.5f, 0f } from regularization in new[] { 1e-4f, 3e-4f, 1e-5f } select new Options { HistoryExponent = exponent, Regularization = regularization },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: exponents of 0.5, 0 by regularisations of 1e-4, 3e-4, 1e-5.</summary>
    public DeepIcfTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">There is no hidden layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DeepIcfTrainer(Options options)
        : this([options])
    {
    }

    private DeepIcfTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Grid(options.HiddenLayers, 1, nameof(Options.HiddenLayers));
            OptionCheck.AtLeast(options.HistoryExponent, 0, nameof(Options.HistoryExponent));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.AtLeast(options.Regularization, 0, nameof(Options.Regularization));
            OptionCheck.AtLeast(options.Negatives, 1, nameof(Options.Negatives));
            OptionCheck.AtLeast(options.BatchSize, 1, nameof(Options.BatchSize));
            OptionCheck.AtLeast(options.PretrainingEpochs, 0, nameof(Options.PretrainingEpochs));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "DeepICF";

    /// <inheritdoc/>
    public override string Paper => "Xue, He, Wang, Xu, Liu, Hong: Deep item-based collaborative filtering for top-N recommendation, TOIS 2019";

    /// <inheritdoc/>
    public override string? LeftOut => "The variant with attention over the user's items (DeepICF+a). Adam in place of AdaGrad. Biases of users, which change no user's ranking. Batch normalisation; and the L2 regularisation is of the layers and biases too, not of the embeddings alone.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new DeepIcfTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        using var scope = torch.NewDisposeScope();
        using var network = new DeepIcfNetwork(context.Interactions.ItemCount, options, new Random(context.Seed), device);
        var batches = new DeepIcfBatches(context.Interactions, options, context.Seed);
        for (int epoch = 0; epoch < options.PretrainingEpochs; epoch++)
        {
            TrainEpoch(isPretraining: true);
        }

        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, () => TrainEpoch(isPretraining: false), () => network.Export(Name, context));
        return (space, options with { MaximumEpochs = epochs });

        void TrainEpoch(bool isPretraining)
        {
            batches.Start();
            while (batches.MoveNext())
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                network.Train(batches, isPretraining);
            }
        }
    }

    /// <summary>The options of <see cref="DeepIcfTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The sizes of the hidden layers, each at least 1; at least one layer. Default: 64, 32, 16.</summary>
        public IReadOnlyList<int> HiddenLayers { get; init; } = [64, 32, 16];

        /// <summary>The exponent a by which the pooled vector shrinks with the number of items, at least 0. Default: 0.5.</summary>
        public float HistoryExponent { get; init; } = 0.5f;

        /// <summary>The learning rate of Adam, above 0. Default: 0.003.</summary>
        public float LearningRate { get; init; } = 3e-3f;

        /// <summary>The L2 regularisation, at least 0. Default: 0.0001.</summary>
        public float Regularization { get; init; } = 1e-4f;

        /// <summary>The items drawn for each interaction and epoch, at least 1. Default: 4.</summary>
        public int Negatives { get; init; } = 4;

        /// <summary>The scored pairs of a batch, at least 1; all pairs of a user are in one batch, which may so become larger. Default: 8192.</summary>
        public int BatchSize { get; init; } = 8192;

        /// <summary>The epochs of pre-training without the layers, which is FISM: the score is then the sum of the pooled products; at least 0. Default: 5.</summary>
        public int PretrainingEpochs { get; init; } = 5;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 60.</summary>
        public int MaximumEpochs { get; init; } = 60;

        /// <inheritdoc/>
        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Options {{ Dimension = {Dimension}, HiddenLayers = {string.Join('-', HiddenLayers)}, HistoryExponent = {HistoryExponent}, LearningRate = {LearningRate}, Regularization = {Regularization}, Negatives = {Negatives}, BatchSize = {BatchSize}, PretrainingEpochs = {PretrainingEpochs}, MaximumEpochs = {MaximumEpochs} }}");
    }
}
