namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the space GW: one weighted square loss over all user-item pairs, minimised by alternating least squares. The strongest single space
/// on most data, if its weight and regularisation fit, which validation sees to.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="VectorSpace"/>: user and item vectors, compared by their product</description></item>
/// <item><term>New users</term><description><see cref="LeastSquaresFolding"/>; a training user's vector equals its fold-in</description></item>
/// <item><term>Chosen by validation</term><description><see cref="Options.UnobservedWeights"/> x <see cref="Options.Regularizations"/> x <see cref="Options.Dimensions"/></description></item>
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
    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A grid is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public WeightedSquaresTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.Grid(_options.Dimensions, 1, nameof(Options.Dimensions));
        OptionCheck.Grid(_options.UnobservedWeights, 0, nameof(Options.UnobservedWeights));
        OptionCheck.Grid(_options.Regularizations, 1e-6f, nameof(Options.Regularizations));
        OptionCheck.AtLeast(_options.RegularizationExponent, 0, nameof(Options.RegularizationExponent));
        OptionCheck.AtLeast(_options.Sweeps, 1, nameof(Options.Sweeps));
        OptionCheck.AtLeast(_options.Steps, 1, nameof(Options.Steps));
    }

    /// <inheritdoc/>
    public override string Name => "GW";

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var points =
            from dimension in _options.Dimensions
            from weight in _options.UnobservedWeights
            from regularization in _options.Regularizations
            select _options with { Dimensions = [dimension], UnobservedWeights = [weight], Regularizations = [regularization] };
        var (options, space) = GridSearch.Run(context, Name, [.. points], point => TrainOne(context, point));
        return new TrainedSpace(space, new WeightedSquaresTrainer(options));
    }

    private VectorSpace TrainOne(SpaceTrainingContext context, Options point)
    {
        int dimension = point.Dimensions[0];
        var folding = new LeastSquaresFolding(point.UnobservedWeights[0], point.Regularizations[0], point.RegularizationExponent);
        var solver = new WeightedSquaresSolver(context.Interactions, folding, dimension, point.Steps, context.Seed, context.Parallelism);
        for (int sweep = 0; sweep < point.Sweeps; sweep++)
        {
            solver.Sweep();
        }

        solver.SolveUsers();
        return new VectorSpace(Name, dimension, solver.UserVectors, solver.ItemVectors, VectorSimilarity.Product, folding);
    }

    /// <summary>The options of <see cref="WeightedSquaresTrainer"/>. Without held-out interactions the first value of each grid is taken.</summary>
    public sealed record Options
    {
        /// <summary>The lengths d of the vectors to try, each at least 1. Default: 128.</summary>
        public IReadOnlyList<int> Dimensions { get; init; } = [128];

        /// <summary>The weights w of the pairs without an interaction to try, each at least 0. Default: 0.1, 0.03, 0.3.</summary>
        public IReadOnlyList<float> UnobservedWeights { get; init; } = [0.1f, 0.03f, 0.3f];

        /// <summary>The regularisations r to try, each at least 1e-6. Default: 0.01, 0.003, 0.03.</summary>
        public IReadOnlyList<float> Regularizations { get; init; } = [0.01f, 0.003f, 0.03f];

        /// <summary>The exponent e by which the regularisation grows with the weight of a vector's data, at least 0. Default: 1.</summary>
        public float RegularizationExponent { get; init; } = 1;

        /// <summary>The number of sweeps over both sides, at least 1. Default: 8.</summary>
        public int Sweeps { get; init; } = 8;

        /// <summary>The steps of conjugate gradients per vector and sweep, at least 1. Default: 3.</summary>
        public int Steps { get; init; } = 3;
    }
}
