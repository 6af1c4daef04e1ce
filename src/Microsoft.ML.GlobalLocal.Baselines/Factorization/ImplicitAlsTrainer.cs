namespace Microsoft.ML.GlobalLocal;

/// <summary>Implicit ALS: matrix factorisation of preferences, with more confidence in those that were shown, by alternating least squares.</summary>
/// <remarks>
/// <para>
/// With preferences p_ui = 1 for interactions and 0 for all other pairs, and confidences c_ui = 1 + alpha p_ui, it minimises the sum over all pairs
/// of c_ui (p_ui - &lt;x_u, y_i&gt;)^2 + lambda (sum of |x_u|^2 + sum of |y_i|^2). Divided by alpha, and with all vectors divided by
/// sqrt(1 + 1 / alpha), this is the objective of <see cref="WeightedSquaresTrainer"/> with the weight 1 / alpha of the pairs without an interaction
/// and the regularisation lambda / (1 + alpha), the same for each vector. The space holds those vectors: its scores are the paper's divided by
/// 1 + 1 / alpha.
/// </para>
/// <para>Hu, Koren, Volinsky: Collaborative filtering for implicit feedback datasets, ICDM 2008.</para>
/// </remarks>
public sealed class ImplicitAlsTrainer : BaselineTrainer<ImplicitAlsTrainer.Options>
{
    private const int Steps = 3;

    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (float Alpha, float Lambda)[] { (40, 100), (10, 30), (100, 300), (3, 30), (100, 100), (10, 100), (40, 30), (300, 1000) } select new Options { Alpha = point.Alpha, Lambda = point.Lambda },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: (alpha, lambda) of (40, 100), (10, 30), (100, 300), (3, 30), (100, 100), (10, 100), (40, 30),
    /// (300, 1000).
    /// </summary>
    public ImplicitAlsTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ImplicitAlsTrainer(Options options)
        : this([options])
    {
    }

    private ImplicitAlsTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Above(options.Alpha, 0, nameof(Options.Alpha));
            OptionCheck.Above(options.Lambda, 0, nameof(Options.Lambda));
            OptionCheck.AtLeast(options.Sweeps, 1, nameof(Options.Sweeps));
        }
    }

    /// <inheritdoc/>
    public override string Name => "Implicit ALS";

    /// <inheritdoc/>
    public override string Paper => "Hu, Koren, Volinsky: Collaborative filtering for implicit feedback datasets, ICDM 2008";

    /// <inheritdoc/>
    public override string LeftOut => "How often a user took an item, by which the paper scales the confidence: an interaction counts once. In a sweep, a vector's equations are solved by three steps of conjugate gradients from the vector that it has, not exactly; the users' are solved exactly at the end.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new ImplicitAlsTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var folding = new LeastSquaresFolding(1 / options.Alpha, options.Lambda / (1 + options.Alpha), regularizationExponent: 0);
        var solver = new WeightedSquaresSolver(context.Interactions, folding, options.Dimension, Steps, context.Seed, context.Parallelism);
        for (int sweep = 0; sweep < options.Sweeps; sweep++)
        {
            solver.Sweep();
        }

        solver.SolveUsers();
        return (new VectorSpace(Name, options.Dimension, solver.UserVectors, solver.ItemVectors, VectorSimilarity.Product, folding), options);
    }

    /// <summary>The options of <see cref="ImplicitAlsTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length of the vectors, at least 1. Default: 128.</summary>
        public int Dimension { get; init; } = 128;

        /// <summary>How much more confidence there is in an interaction than in none, above 0. Default: 40.</summary>
        public float Alpha { get; init; } = 40;

        /// <summary>The weight of the vectors' squared lengths, above 0. Default: 100.</summary>
        public float Lambda { get; init; } = 100;

        /// <summary>The number of sweeps over both sides, at least 1. Default: 10.</summary>
        public int Sweeps { get; init; } = 10;
    }
}
