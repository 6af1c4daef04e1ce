namespace Microsoft.ML.GlobalLocal;

/// <summary>RP3beta: random walks of three steps over the user-item graph, with popular ends scaled down.</summary>
/// <remarks>
/// <para>
/// A walk goes from the user to one of its items i, on to a user v of that item, and to an item j of that user. With every probability of a step
/// raised to the power a, the weight from i to j is the sum over the users v of both of (1 / n_i)^a (1 / n_v)^a, divided by n_j^b; n counts
/// interactions. A user's score of j is the sum over its items; its own first step is the same for all j. Each item keeps its strongest weights.
/// </para>
/// <para>Paudel, Christoffel, Newell, Bernstein: Updatable, accurate, diverse, and scalable recommendations for interactive applications, ACM TiiS 2016.</para>
/// </remarks>
public sealed class Rp3BetaTrainer : BaselineTrainer<Rp3BetaTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (float Alpha, float Beta)[] { (0.7f, 0.6f), (1, 0.4f), (0.4f, 0.4f), (0.7f, 0.2f), (1, 0.6f), (0.7f, 0.4f), (0.4f, 0.2f), (1, 0.2f) } select new Options { Alpha = point.Alpha, Beta = point.Beta },
        new Options { Alpha = 1, Beta = 0.4f, Neighbours = 200 },
        new Options { Alpha = 0.7f, Beta = 0.6f, Neighbours = 200 },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: (a, b) of (0.7, 0.6), (1, 0.4), (0.4, 0.4), (0.7, 0.2), (1, 0.6), (0.7, 0.4), (0.4, 0.2),
    /// (1, 0.2) with 1000 neighbours, and of (1, 0.4), (0.7, 0.6) with 200.
    /// </summary>
    public Rp3BetaTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Rp3BetaTrainer(Options options)
        : this([options])
    {
    }

    private Rp3BetaTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Alpha, 0, nameof(Options.Alpha));
            OptionCheck.AtLeast(options.Beta, 0, nameof(Options.Beta));
            OptionCheck.AtLeast(options.Neighbours, 1, nameof(Options.Neighbours));
        }
    }

    /// <inheritdoc/>
    public override string Name => "RP3beta";

    /// <inheritdoc/>
    public override string Paper => "Paudel, Christoffel, Newell, Bernstein: Updatable, accurate, diverse, and scalable recommendations for interactive applications, ACM TiiS 2016";

    /// <inheritdoc/>
    public override string LeftOut => "The probabilities are computed exactly instead of by sampled walks, and of each item the strongest weights are kept. The power of the steps' probabilities is not of this paper, but of P3alpha (Cooper, Lee, Radinsky, Siantos, WWW 2014).";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new Rp3BetaTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        var users = interactions.Transposed;
        var fromItems = ScaledGram.GetPowers(users, -options.Alpha);
        var fromUsers = ScaledGram.GetPowers(interactions, -options.Alpha);
        var ends = ScaledGram.GetPowers(users, -options.Beta);
        var weights = NeighbourSelection.SelectStrongest(interactions.ItemCount, options.Neighbours, (item, row) =>
        {
            foreach (int user in users.GetItems(item))
            {
                foreach (int other in interactions.GetItems(user))
                {
                    row[other] += fromUsers[user];
                }
            }

            for (int other = 0; other < row.Length; other++)
            {
                row[other] *= fromItems[item] * ends[other];
            }

            row[item] = 0;
        }, context.Parallelism);
        return (ItemWeightSpaces.Create(Name, weights, context), options);
    }

    /// <summary>The options of <see cref="Rp3BetaTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The power a to which the probability of a step is raised, at least 0. Default: 0.7.</summary>
        public float Alpha { get; init; } = 0.7f;

        /// <summary>The power b of the popularity by which the last item's weight is divided, at least 0. Default: 0.6.</summary>
        public float Beta { get; init; } = 0.6f;

        /// <summary>How many neighbours an item keeps, at least 1. Default: 1000.</summary>
        public int Neighbours { get; init; } = 1000;
    }
}
