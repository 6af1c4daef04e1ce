namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// BiNE: vectors of users and items that explain the interactions (explicit relations) and, on each side, who is near whom in walks among users, or
/// among items, that share neighbours (implicit relations).
/// </summary>
/// <remarks>
/// <para>
/// From each node start max(centrality * most, least) walks, rounded up, which end after each step with a given probability; the centrality is that of
/// HITS. Maximised is alpha * skip-gram of the users' walks + beta * skip-gram of the items' walks + gamma * sum over interactions of
/// ln sigmoid(&lt;u, i&gt;). The score is &lt;u, i&gt;.
/// </para>
/// <para>Gao, Chen, He, Zhou: BiNE: Bipartite network embedding, SIGIR 2018.</para>
/// </remarks>
public sealed class BineTrainer : BaselineTrainer<BineTrainer.Options>
{
    /// <summary>No walk is longer; with the default probability one in 10 million is.</summary>
    internal const int MaximumWalkLength = 100;

    private const int JudgedEpochs = 5;

    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (float Pair, float Side)[] { (0.1f, 0.01f), (1, 0.01f), (0.1f, 0.1f), (1, 0.1f), (0.3f, 0.1f), (1, 1), (0.1f, 1), (0.3f, 1) }
           select new Options { PairWeight = point.Pair, UserWeight = point.Side, ItemWeight = point.Side },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: (gamma, alpha), where beta is alpha too, of (0.1, 0.01), (1, 0.01), (0.1, 0.1), (1, 0.1),
    /// (0.3, 0.1), (1, 1), (0.1, 1), (0.3, 1).
    /// </summary>
    public BineTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BineTrainer(Options options)
        : this([options])
    {
    }

    private BineTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            options.Check();
        }
    }

    /// <inheritdoc/>
    public override string Name => "BiNE";

    /// <inheritdoc/>
    public override string Paper => "Gao, Chen, He, Zhou: BiNE: Bipartite network embedding, SIGIR 2018";

    /// <inheritdoc/>
    public override string? LeftOut => "Negatives are drawn by a power of their interactions, not from other buckets of locality-sensitive hashing. Walks are new in every epoch, and each epoch trains on them and then on the interactions, not in turns. Vectors start near zero, not positive and of length 1, and how far two nodes of a walk may be apart is drawn anew for each, up to the window.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new BineTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new BineModel(context.Interactions, options, context.Seed);
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, model.TrainEpoch, () => new VectorSpace(Name, options.Dimension, [.. model.Users], [.. model.Items], VectorSimilarity.Product));
        return (space, options with { MaximumEpochs = epochs });
    }

    /// <summary>The number of walks from a node.</summary>
    /// <param name="centrality">The node's centrality, in [0, 1].</param>
    /// <param name="options">The options.</param>
    internal static int GetWalkCount(float centrality, Options options) => Math.Max((int)MathF.Ceiling(centrality * options.MaximumWalks), options.MinimumWalks);

    /// <summary>The options of <see cref="BineTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The number of walks from a node of the largest centrality, at least 1. Default: 32.</summary>
        public int MaximumWalks { get; init; } = 32;

        /// <summary>The least number of walks from a node, at least 0. Default: 1.</summary>
        public int MinimumWalks { get; init; } = 1;

        /// <summary>The probability by which a walk ends after a step, above 0, at most 1. Default: 0.15.</summary>
        public float StopProbability { get; init; } = 0.15f;

        /// <summary>How far apart in a walk two nodes count as near at most, at least 1. Default: 5.</summary>
        public int Window { get; init; } = 5;

        /// <summary>The number of negatives of a pair of near nodes, at least 1. Default: 4.</summary>
        public int Negatives { get; init; } = 4;

        /// <summary>The exponent of a node's interactions by which negatives are drawn, at least 0. Default: 0.75.</summary>
        public float NoiseExponent { get; init; } = 0.75f;

        /// <summary>The weight alpha of the users' walks, at least 0. Default: 0.01.</summary>
        public float UserWeight { get; init; } = 0.01f;

        /// <summary>The weight beta of the items' walks, at least 0. Default: 0.01.</summary>
        public float ItemWeight { get; init; } = 0.01f;

        /// <summary>The weight gamma of the interactions, above 0. Default: 0.1.</summary>
        public float PairWeight { get; init; } = 0.1f;

        /// <summary>The learning rate, above 0. Default: 0.025.</summary>
        public float LearningRate { get; init; } = 0.025f;

        /// <summary>The most epochs, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 100.</summary>
        public int MaximumEpochs { get; init; } = 100;

        internal void Check()
        {
            OptionCheck.AtLeast(Dimension, 1, nameof(Dimension));
            OptionCheck.AtLeast(MaximumWalks, 1, nameof(MaximumWalks));
            OptionCheck.AtLeast(MinimumWalks, 0, nameof(MinimumWalks));
            OptionCheck.Above(StopProbability, 0, nameof(StopProbability));
            OptionCheck.AtMost(StopProbability, 1, nameof(StopProbability));
            OptionCheck.AtLeast(Window, 1, nameof(Window));
            OptionCheck.AtLeast(Negatives, 1, nameof(Negatives));
            OptionCheck.AtLeast(NoiseExponent, 0, nameof(NoiseExponent));
            OptionCheck.AtLeast(UserWeight, 0, nameof(UserWeight));
            OptionCheck.AtLeast(ItemWeight, 0, nameof(ItemWeight));
            OptionCheck.Above(PairWeight, 0, nameof(PairWeight));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
        }
    }
}
