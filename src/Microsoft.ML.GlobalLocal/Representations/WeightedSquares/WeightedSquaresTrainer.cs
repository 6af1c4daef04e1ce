namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the space GW: one weighted square loss over all user-item pairs, minimised by alternating least squares. The strongest single space
/// on most data, if its weight and regularisation fit, which validation sees to.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="VectorSpace"/>: user and item vectors, compared by their product</description></item>
/// <item><term>New users</term><description><see cref="LeastSquaresFolding"/>; a training user's vector equals its fold-in</description></item>
/// <item><term>Chosen by validation</term><description><see cref="Options.UnobservedWeights"/> x <see cref="Options.Regularizations"/>, then moves by <see cref="Options.RefinementFactors"/> around the best</description></item>
/// <item><term>Cost</term><description>a sweep: (users + items) d^2 + interactions d, times the steps; the end: users d^3 / 6</description></item>
/// <item><term>Memory</term><description>the tables, and d^2 per thread</description></item>
/// </list>
/// <para>
/// With s = &lt;u, i&gt; it minimises: sum over interactions of (1 - s)^2, + w times the sum over all pairs of s^2,
/// + r times (sum over users of (n_u + w |I|)^e |u|^2 + sum over items of (n_i + w |U|)^e |i|^2), where n counts interactions. With one side
/// fixed, each vector of the other is the solution of d linear equations. Sweeps approach it by conjugate gradients from the vector of the
/// sweep before; the users are solved exactly at the end.
/// </para>
/// <para>
/// Hu, Koren, Volinsky: Collaborative filtering for implicit feedback datasets, ICDM 2008. Rendle, Krichene, Zhang, Koren: Revisiting the
/// performance of iALS on item recommendation benchmarks, RecSys 2022. Takács, Pilászy, Tikk: Applications of the conjugate gradient method
/// for implicit feedback collaborative filtering, RecSys 2011.
/// </para>
/// </remarks>
public sealed class WeightedSquaresTrainer : SpaceTrainer
{
    private const float LeastRegularization = 1e-6f;
    private const int MaximumRounds = 3;
    private const int MovesPerRound = 6;
    private const double WorseRatio = 0.95;

    // The weight of all pairs together, relative to that of the interactions.
    private const double UsualRatio = 6;

    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A grid is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public WeightedSquaresTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.AtLeast(_options.Dimension, 1, nameof(Options.Dimension));
        OptionCheck.AtLeast(_options.SearchDimension, 1, nameof(Options.SearchDimension));
        OptionCheck.Grid(_options.UnobservedWeights ?? [0], 0, nameof(Options.UnobservedWeights));
        OptionCheck.Grid(_options.Regularizations, LeastRegularization, nameof(Options.Regularizations));
        OptionCheck.Factors(_options.RefinementFactors, nameof(Options.RefinementFactors));
        OptionCheck.AtLeast(_options.RegularizationExponent, 0, nameof(Options.RegularizationExponent));
        OptionCheck.AtLeast(_options.Sweeps, 1, nameof(Options.Sweeps));
        OptionCheck.AtLeast(_options.Steps, 1, nameof(Options.Steps));
    }

    /// <inheritdoc/>
    public override string Name => "GW";

    /// <summary>What is chosen by validation: the values of the grid or, with a trainer that training returned, those chosen.</summary>
    public override string ToString() => $"{(_options.UnobservedWeights is { } weights ? OptionText.Describe(nameof(Options.UnobservedWeights), weights) : "UnobservedWeights = by density")}, {OptionText.Describe(nameof(Options.Regularizations), _options.Regularizations)}";

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var weights = _options.UnobservedWeights ?? [GetUsualWeight(context.Interactions)];
        var best = new Point(weights[0], _options.Regularizations[0]);
        if (context.Validation is not null && (weights.Count > 1 || _options.Regularizations.Count > 1 || _options.RefinementFactors.Count > 0))
        {
            int maximumTrials = weights.Count * _options.Regularizations.Count + _options.RefinementFactors.Count * MaximumRounds * MovesPerRound;
            int dimension = Math.Min(_options.Dimension, _options.SearchDimension);
            var search = new SpaceSearch<Point>(context, Name, maximumTrials, (round, point) => TrainOne(round, point, dimension, solver => solver.ImproveUsers()));
            foreach (float weight in weights)
            {
                SearchRegularizations(search, weight);
            }

            search.Refine(_options.RefinementFactors, MaximumRounds, GetMoves);
            best = search.BestPoint;
        }

        var space = TrainOne(context, best, _options.Dimension, solver => solver.SolveUsers());
        context.Progress?.Report(new TrainingProgress(Name));
        return new TrainedSpace(space, new WeightedSquaresTrainer(_options with
        {
            UnobservedWeights = [best.Weight],
            Regularizations = [best.Regularization],
            RefinementFactors = [],
        }));
    }

    private static float GetUsualWeight(InteractionMatrix interactions) =>
        SpaceSearch<Point>.Round((float)(UsualRatio * interactions.Count / ((double)interactions.UserCount * interactions.ItemCount)));

    /// <summary>Tries the regularisations for one weight, and stops where they clearly get worse, far from the best.</summary>
    private void SearchRegularizations(SpaceSearch<Point> search, float weight)
    {
        double previous = double.NegativeInfinity;
        foreach (float regularization in _options.Regularizations)
        {
            double metric = search.Try(new Point(weight, regularization));
            if (metric < WorseRatio * previous && previous < search.BestMetric)
            {
                return;
            }

            previous = metric;
        }
    }

    /// <summary>More or less of one of weight and regularisation, and more of one with less of the other: they make up for each other.</summary>
    private static IEnumerable<Point> GetMoves(Point point, float factor)
    {
        (float w, float r) = (point.Weight, point.Regularization);
        foreach ((float weight, float regularization) in new[] { (w, r * factor), (w, r / factor), (w * factor, r), (w / factor, r), (w * factor, r / factor), (w / factor, r * factor) })
        {
            if (weight > 0 && regularization >= LeastRegularization)
            {
                yield return new Point(SpaceSearch<Point>.Round(weight), SpaceSearch<Point>.Round(regularization));
            }
        }
    }

    private VectorSpace TrainOne(SpaceTrainingContext context, Point point, int dimension, Action<WeightedSquaresSolver> finish)
    {
        var folding = new LeastSquaresFolding(point.Weight, point.Regularization, _options.RegularizationExponent);
        var solver = new WeightedSquaresSolver(context.Interactions, folding, dimension, _options.Steps, context.Seed, context.Parallelism);
        for (int sweep = 0; sweep < _options.Sweeps; sweep++)
        {
            solver.Sweep();
        }

        finish(solver);
        return new VectorSpace(Name, dimension, solver.UserVectors, solver.ItemVectors, VectorSimilarity.Product, folding);
    }

    /// <summary>The options of <see cref="WeightedSquaresTrainer"/>. Without held-out interactions the first value of each grid is taken.</summary>
    public sealed record Options
    {
        /// <summary>The length d of the vectors, at least 1. Default: 256.</summary>
        public int Dimension { get; init; } = 256;

        /// <summary>
        /// The length of the vectors while hyper-parameters are searched, at least 1; no longer than <see cref="Dimension"/>. The best weight and
        /// regularisation hardly depend on it, the time does. Default: 64.
        /// </summary>
        public int SearchDimension { get; init; } = 64;

        /// <summary>
        /// The weights w of the pairs without an interaction to try, each at least 0. Default: the one at which all pairs together weigh 6 times as much as
        /// the interactions; the best one is in proportion to the share of pairs that are interactions.
        /// </summary>
        public IReadOnlyList<float>? UnobservedWeights { get; init; }

        /// <summary>
        /// The regularisations r to try with each weight, in this order until they get worse, each at least 1e-6. Default: 0.02.
        /// </summary>
        public IReadOnlyList<float> Regularizations { get; init; } = [0.02f];

        /// <summary>
        /// The factors above 1 by which the weight and the regularisation are then moved around the best point, one factor after the other; none:
        /// the grids are all that is tried. Default: 2.5, 1.6, 1.25.
        /// </summary>
        public IReadOnlyList<float> RefinementFactors { get; init; } = [2.5f, 1.6f, 1.25f];

        /// <summary>The exponent e by which the regularisation grows with the weight of a vector's data, at least 0. Default: 1.</summary>
        public float RegularizationExponent { get; init; } = 1;

        /// <summary>The number of sweeps over both sides, at least 1. Default: 8.</summary>
        public int Sweeps { get; init; } = 8;

        /// <summary>The steps of conjugate gradients per vector and sweep, at least 1. Default: 3.</summary>
        public int Steps { get; init; } = 3;
    }

    private readonly record struct Point(float Weight, float Regularization);
}
