namespace Microsoft.ML.GlobalLocal;

/// <summary>CCCF: users and items are clustered together into subgroups that overlap; each has a model of its own, and their answers are put together.</summary>
/// <remarks>
/// <para>
/// A mixture explains every interaction by a subgroup. A user, or an item, belongs to those subgroups to which it owes at least a given share of its
/// interactions, and always to the first among them. In each subgroup, the interactions of its users with its items are factorised by implicit ALS
/// (<see cref="ImplicitAlsTrainer"/>). A user's score of an item is the sum of those of the subgroups to which both belong: the product of the
/// vectors of all subgroups, one after the other, which are zeros where a user or an item does not belong.
/// </para>
/// <para>Wu, Liu, Xie, Ester, Yang: CCCF: Improving collaborative filtering via scalable user-item co-clustering, WSDM 2016.</para>
/// </remarks>
public sealed class CccfTrainer : BaselineTrainer<CccfTrainer.Options>
{
    private const int Steps = 3;

    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (int Subgroups, float LeastShare, float Alpha, float Lambda)[] { (2, 0.05f, 3, 30), (2, 0.05f, 100, 300), (4, 0.05f, 10, 30), (2, 0.05f, 40, 100), (4, 0.05f, 3, 30), (2, 0.2f, 3, 30), (2, 0.05f, 10, 30), (4, 0.05f, 100, 300) }
           select new Options { Subgroups = point.Subgroups, LeastShare = point.LeastShare, Alpha = point.Alpha, Lambda = point.Lambda },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: numbers of subgroups, least shares, alphas and lambdas of (2, 0.05, 3, 30), (2, 0.05, 100,
    /// 300), (4, 0.05, 10, 30), (2, 0.05, 40, 100), (4, 0.05, 3, 30), (2, 0.2, 3, 30), (2, 0.05, 10, 30), (4, 0.05, 100, 300).
    /// </summary>
    public CccfTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CccfTrainer(Options options)
        : this([options])
    {
    }

    private CccfTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Subgroups, 1, nameof(Options.Subgroups));
            OptionCheck.AtLeast(options.LeastShare, 0, nameof(Options.LeastShare));
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Above(options.Alpha, 0, nameof(Options.Alpha));
            OptionCheck.Above(options.Lambda, 0, nameof(Options.Lambda));
            OptionCheck.AtLeast(options.Sweeps, 1, nameof(Options.Sweeps));
        }
    }

    /// <inheritdoc/>
    public override string Name => "CCCF";

    /// <inheritdoc/>
    public override string Paper => "Wu, Liu, Xie, Ester, Yang: CCCF: Improving collaborative filtering via scalable user-item co-clustering, WSDM 2016";

    /// <inheritdoc/>
    public override string LeftOut =>
        "The subgroups are those of a mixture of interactions, fitted by expectation maximisation, not of the paper's sampled block model; of the methods that it runs in a subgroup, weighted matrix factorisation.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new CccfTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        int width = options.Subgroups * options.Dimension;
        var users = VectorTable.Create(interactions.UserCount, width);
        var items = VectorTable.Create(interactions.ItemCount, width);
        var folding = new LeastSquaresFolding(1 / options.Alpha, options.Lambda / (1 + options.Alpha), regularizationExponent: 0);
        var subgroups = CoClusters.Fit(interactions, options.Subgroups, options.LeastShare, context.Seed, context.CancellationToken);
        for (int subgroup = 0; subgroup < options.Subgroups; subgroup++)
        {
            int current = subgroup;
            var inside = interactions.Where((user, item) => subgroups.HasUser(user, current) && subgroups.HasItem(item, current));
            var solver = new WeightedSquaresSolver(inside, folding, options.Dimension, Steps, context.Seed, context.Parallelism);
            for (int sweep = 0; sweep < options.Sweeps; sweep++)
            {
                solver.Sweep();
            }

            solver.SolveUsers();
            CopyTo(solver.UserVectors, users, subgroup, options);
            CopyTo(solver.ItemVectors, items, subgroup, options);
        }

        return (new VectorSpace(Name, width, users, items, VectorSimilarity.Product, folding), options);
    }

    /// <summary>Copies a subgroup's vectors to their places in the long ones.</summary>
    private static void CopyTo(float[] vectors, float[] table, int subgroup, Options options)
    {
        for (int start = 0; start < vectors.Length; start += options.Dimension)
        {
            vectors.AsSpan(start, options.Dimension).CopyTo(table.AsSpan(start * options.Subgroups + subgroup * options.Dimension));
        }
    }

    /// <summary>The options of <see cref="CccfTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The number of subgroups, at least 1. Default: 2.</summary>
        public int Subgroups { get; init; } = 2;

        /// <summary>The least share of its interactions by which a user or an item belongs to a subgroup, at least 0. Default: 0.05.</summary>
        public float LeastShare { get; init; } = 0.05f;

        /// <summary>The length of the vectors of a subgroup, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>How much more confidence there is in an interaction than in none, above 0. Default: 3.</summary>
        public float Alpha { get; init; } = 3;

        /// <summary>The weight of the vectors' squared lengths, above 0. Default: 30.</summary>
        public float Lambda { get; init; } = 30;

        /// <summary>The number of sweeps over both sides of a subgroup's model, at least 1. Default: 10.</summary>
        public int Sweeps { get; init; } = 10;
    }
}
