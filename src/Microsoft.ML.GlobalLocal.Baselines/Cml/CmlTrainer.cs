namespace Microsoft.ML.GlobalLocal;

/// <summary>CML, collaborative metric learning: users and items in one ball, each user nearer to its items than to the others.</summary>
/// <remarks>
/// <para>
/// For a user u, an item i that it has and the nearest k of some items that it has not: w max(0, m + |u - i|^2 - |u - k|^2). The weight is
/// w = ln(1 + rank of i), and the rank is estimated by the share of the drawn items that are within the margin m. To the sum over a batch comes the
/// covariance between the dimensions of its N vectors, N c times the sum of the squares off the diagonal. After each step of AdaGrad, vectors longer
/// than 1 are brought to length 1.
/// </para>
/// <para>Hsieh, Yang, Cui, Lin, Belongie, Estrin: Collaborative metric learning, WWW 2017.</para>
/// </remarks>
public sealed class CmlTrainer : BaselineTrainer<CmlTrainer.Options>
{
    private const int JudgedEpochs = 2;

    private static readonly Options[] DefaultGrid =
    [
        .. from hinge in new (int Negatives, float Margin)[] { (3, 1.5f), (20, 1.5f), (20, 1f), (5, 1f) } from covariance in new[] { 0.1f, 1f }
           select new Options { Negatives = hinge.Negatives, Margin = hinge.Margin, CovarianceWeight = covariance },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: 3 negatives and a margin of 1.5, 20 and 1.5, 20 and 1, 5 and 1, each by weights of the
    /// covariance of 0.1, 1.
    /// </summary>
    public CmlTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CmlTrainer(Options options)
        : this([options])
    {
    }

    private CmlTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.Above(options.Margin, 0, nameof(Options.Margin));
            OptionCheck.AtLeast(options.Negatives, 1, nameof(Options.Negatives));
            OptionCheck.AtLeast(options.CovarianceWeight, 0, nameof(Options.CovarianceWeight));
            OptionCheck.AtLeast(options.BatchSize, 1, nameof(Options.BatchSize));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "CML";

    /// <inheritdoc/>
    public override string Paper => "Hsieh, Yang, Cui, Lin, Belongie, Estrin: Collaborative metric learning, WWW 2017";

    /// <inheritdoc/>
    public override string? LeftOut => "The loss by features of the items. The norm of the covariance is squared, and multiplied by the number of vectors in place of divided by it.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new CmlTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new CmlModel(context.Interactions, options, context.Seed);
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, () => model.TrainEpoch(context.CancellationToken), () => model.Export(Name));
        return (space, options with { MaximumEpochs = epochs });
    }

    /// <summary>The options of <see cref="CmlTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The learning rate of AdaGrad, above 0. Default: 0.1.</summary>
        public float LearningRate { get; init; } = 0.1f;

        /// <summary>The margin m between squared distances, above 0. Default: 1.5.</summary>
        public float Margin { get; init; } = 1.5f;

        /// <summary>
        /// How many items are drawn for each interaction, of which the nearest is pushed away; at least 1. With many, this is often an item that the
        /// user would like. Default: 3.
        /// </summary>
        public int Negatives { get; init; } = 3;

        /// <summary>The weight c of the covariance, at least 0. Default: 0.1.</summary>
        public float CovarianceWeight { get; init; } = 0.1f;

        /// <summary>The interactions of a batch, at least 1. Default: 2000.</summary>
        public int BatchSize { get; init; } = 2000;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 100.</summary>
        public int MaximumEpochs { get; init; } = 100;
    }
}
