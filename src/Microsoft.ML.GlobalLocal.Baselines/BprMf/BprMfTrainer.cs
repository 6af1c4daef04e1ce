namespace Microsoft.ML.GlobalLocal;

/// <summary>BPR-MF: factors of users and items by which each user's items score above the others, learned triplet by triplet.</summary>
/// <remarks>
/// <para>
/// For a user u, an item i that it has and one j that it has not, a step of stochastic gradient ascent on
/// ln sigmoid(&lt;u, i&gt; - &lt;u, j&gt;) - r / 2 (|u|^2 + |i|^2 + |j|^2).
/// </para>
/// <para>Rendle, Freudenthaler, Gantner, Schmidt-Thieme: BPR: Bayesian personalized ranking from implicit feedback, UAI 2009.</para>
/// </remarks>
public sealed class BprMfTrainer : BaselineTrainer<BprMfTrainer.Options>
{
    private const int JudgedEpochs = 5;

    // It gets better slowly, and by one random item a step unsteadily: with less patience it ends too early.
    private const int Patience = 10;

    private static readonly Options[] DefaultGrid =
    [
        .. from rate in new[] { 0.05f, 0.02f } from regularization in new[] { 0.03f, 0.01f, 0.05f, 0.003f } select new Options { LearningRate = rate, Regularization = regularization },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: learning rates of 0.05, 0.02 by regularisations of 0.03, 0.01, 0.05, 0.003.</summary>
    public BprMfTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BprMfTrainer(Options options)
        : this([options])
    {
    }

    private BprMfTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.AtLeast(options.Regularization, 0, nameof(Options.Regularization));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "BPR-MF";

    /// <inheritdoc/>
    public override string Paper => "Rendle, Freudenthaler, Gantner, Schmidt-Thieme: BPR: Bayesian personalized ranking from implicit feedback, UAI 2009";

    /// <inheritdoc/>
    public override string? LeftOut => "Triplets are drawn without replacement: every interaction once an epoch, each time with another negative item. One regularisation serves users and items.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new BprMfTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new BprMfModel(context.Interactions.UserCount, context.Interactions.ItemCount, options, context.Seed);
        var sampler = new GlobalTripletSampler(context.Interactions, context.Seed);
        var triplets = new Triplet[sampler.MaximumCount];
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, TrainEpoch, () => model.Export(Name), Patience);
        return (space, options with { MaximumEpochs = epochs });

        void TrainEpoch()
        {
            int count = sampler.Sample(triplets);
            foreach (var triplet in triplets.AsSpan(0, count))
            {
                model.Update(triplet);
            }
        }
    }

    /// <summary>The options of <see cref="BprMfTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The learning rate, above 0. Default: 0.05.</summary>
        public float LearningRate { get; init; } = 0.05f;

        /// <summary>The L2 regularisation r, at least 0. Default: 0.03.</summary>
        public float Regularization { get; init; } = 0.03f;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 1000.</summary>
        public int MaximumEpochs { get; init; } = 1000;
    }
}
