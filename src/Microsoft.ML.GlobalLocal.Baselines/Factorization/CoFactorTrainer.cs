namespace Microsoft.ML.GlobalLocal;

/// <summary>CoFactor: matrix factorisation of the interactions, whose item vectors also explain which items are taken together.</summary>
/// <remarks>
/// <para>
/// It minimises, by alternating least squares: the sum over all pairs of c_ui (y_ui - &lt;t_u, b_i&gt;)^2, y_ui = 1 for interactions and 0
/// otherwise, c_ui one weight for the former and another for the latter; + the sum over the items i, j with m_ij above 0 of
/// (m_ij - &lt;b_i, g_j&gt; - w_i - v_j)^2; + lambda times the squared lengths of all t and b, and another lambda times those of all g. The t are the users' vectors, the b the items',
/// the g the items' vectors as context, w and v biases; m_ij = max(0, log(n_ij D / (n_i n_j)) - log k) is the shifted positive pointwise mutual
/// information, where n_ij users have both items, n_i is the sum of n_ij over j, and D that of n_i over i.
/// </para>
/// <para>
/// The space holds the users' vectors as <see cref="LeastSquaresFolding"/> makes them of the items': those of the paper divided by c1 / (c1 - c0),
/// c1 the weight of an interaction and c0 that of any other pair, so that the scores are in the same order.
/// </para>
/// <para>Liang, Altosaar, Charlin, Blei: Factorization meets the item embedding, RecSys 2016.</para>
/// </remarks>
public sealed class CoFactorTrainer : BaselineTrainer<CoFactorTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (float Observed, float Unobserved, float Lambda)[] { (100, 2.5f, 250), (100, 1, 300), (10, 0.25f, 25), (10, 0.1f, 30), (100, 30, 750), (1, 0.025f, 2.5f), (1, 0.01f, 3) }
           select new Options { ObservedWeight = point.Observed, UnobservedWeight = point.Unobserved, Lambda = point.Lambda },
        new Options { Shift = 5 },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: weights of interactions and of other pairs, and lambda, of (100, 2.5, 250), (100, 1, 300),
    /// (10, 0.25, 25), (10, 0.1, 30), (100, 30, 750), (1, 0.025, 2.5), (1, 0.01, 3), with a shift of 1, and the first of them with a shift of 5.
    /// </summary>
    public CoFactorTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CoFactorTrainer(Options options)
        : this([options])
    {
    }

    private CoFactorTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.AtLeast(options.UnobservedWeight, 0, nameof(Options.UnobservedWeight));
            OptionCheck.Above(options.ObservedWeight, options.UnobservedWeight, nameof(Options.ObservedWeight));
            OptionCheck.Above(options.Lambda, 0, nameof(Options.Lambda));
            OptionCheck.Above(options.ContextLambda, 0, nameof(Options.ContextLambda));
            OptionCheck.Above(options.Shift, 0, nameof(Options.Shift));
            OptionCheck.AtLeast(options.Sweeps, 1, nameof(Options.Sweeps));
        }
    }

    /// <inheritdoc/>
    public override string Name => "CoFactor";

    /// <inheritdoc/>
    public override string Paper => "Liang, Altosaar, Charlin, Blei: Factorization meets the item embedding: regularizing matrix factorization with item co-occurrence, RecSys 2016";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return CoOccurrenceObstacle.Find(Name, interactions);
    }

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new CoFactorTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var information = MutualInformation.Compute(context.Interactions, options.Shift, context.Parallelism);
        var solver = new CoFactorSolver(context.Interactions, information, options, context.Seed, context.Parallelism);
        for (int sweep = 0; sweep < options.Sweeps; sweep++)
        {
            solver.Sweep();
        }

        var folding = solver.CreateFolding();
        var users = folding.FoldAll(solver.ItemVectors, context.Interactions, context.Parallelism);
        return (new VectorSpace(Name, options.Dimension, users, solver.ItemVectors, VectorSimilarity.Product, folding), options);
    }

    /// <summary>The options of <see cref="CoFactorTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The weight of an interaction, relative to that of a pair of items; above <see cref="UnobservedWeight"/>. Default: 100.</summary>
        public float ObservedWeight { get; init; } = 100;

        /// <summary>The weight of a user and an item without an interaction, at least 0. Default: 2.5.</summary>
        public float UnobservedWeight { get; init; } = 2.5f;

        /// <summary>The weight of the squared lengths of the users' and the items' vectors, above 0. Default: 250.</summary>
        public float Lambda { get; init; } = 250;

        /// <summary>The weight of the squared lengths of the items' vectors as context, relative to that of a pair of items; above 0. Default: 1.</summary>
        public float ContextLambda { get; init; } = 1;

        /// <summary>The k by whose logarithm the mutual information is shifted, as the number of negative samples of a word embedding; above 0. Default: 1.</summary>
        public float Shift { get; init; } = 1;

        /// <summary>The number of sweeps over all vectors, at least 1. Default: 10.</summary>
        public int Sweeps { get; init; } = 10;
    }
}
