namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the space GE: EASE, the linear autoencoder with a zero diagonal, in closed form by one dense inverse. Strong where the catalogue, or the
/// number of users, is small enough for that.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="NeighbourhoodSpace"/>: each item's strongest weights; vectors: the leading spectral part</description></item>
/// <item><term>New users</term><description>scored by their items, as training users are; vectors by <see cref="WeightedSumFolding"/></description></item>
/// <item><term>Chosen by validation</term><description>the regularisation: a line search from <see cref="Options.Regularization"/></description></item>
/// <item><term>Cost</term><description>n^3 / 2 multiplications per trial, n the smaller of users and items</description></item>
/// <item><term>Memory</term><description>4 n^2 bytes while training</description></item>
/// </list>
/// <para>
/// With M = A D_i^-e (D_i: the items' numbers of interactions) it minimises |M - M B|^2 + r |B|^2 over matrices B with a zero diagonal:
/// B = I - P diag(P)^-1, P = (M^T M + r I)^-1; r is given relative to the mean of M^T M's diagonal. The score of item j is the sum over the user's
/// items i of n_i^-e B_ij n_j^e. The vectors come from the leading eigenvectors of the symmetric matrix diag(P)^-1/2 B diag(P)^1/2.
/// </para>
/// <para>Steck: Embarrassingly shallow autoencoders for sparse data, WWW 2019.</para>
/// </remarks>
public sealed class EaseTrainer : SpaceTrainer
{
    private const int MaximumTrials = 10;
    private const float LeastRegularization = 1e-3f;

    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EaseTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.AtLeast(_options.Regularization, LeastRegularization, nameof(Options.Regularization));
        OptionCheck.Factors(_options.RefinementFactors, nameof(Options.RefinementFactors));
        OptionCheck.AtLeast(_options.ItemExponent, 0, nameof(Options.ItemExponent));
        OptionCheck.AtLeast(_options.Neighbours, 1, nameof(Options.Neighbours));
        OptionCheck.AtLeast(_options.Dimension, 1, nameof(Options.Dimension));
        OptionCheck.AtLeast(_options.MaximumSize, 1, nameof(Options.MaximumSize));
    }

    /// <inheritdoc/>
    public override string Name => "GE";

    /// <summary>What is chosen by validation: the values of the grid or, with a trainer that training returned, those chosen.</summary>
    public override string ToString() => OptionText.Describe(nameof(Options.Regularization), _options.Regularization);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are more users and more items than <see cref="Options.MaximumSize"/>.</exception>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (GetObstacle(context.Interactions) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        var search = new SpaceSearch<float>(context, Name, MaximumTrials, TrainOne);
        search.Try(_options.Regularization);
        if (context.Validation is not null)
        {
            search.Refine(_options.RefinementFactors, MaximumTrials, (point, factor) =>
                new[] { point * factor, point / factor }.Select(SpaceSearch<float>.Round).Where(moved => moved >= LeastRegularization));
        }

        return new TrainedSpace(search.BestSpace, new EaseTrainer(_options with { Regularization = search.BestPoint, RefinementFactors = [] }));
    }

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Math.Min(interactions.UserCount, interactions.ItemCount) <= _options.MaximumSize
            ? null
            : $"The space {Name} inverts a dense matrix as large as the smaller of {interactions.UserCount} users and {interactions.ItemCount} items, "
                + $"which is above its option {nameof(Options.MaximumSize)} = {_options.MaximumSize}.";
    }

    private NeighbourhoodSpace TrainOne(SpaceTrainingContext context, float relativeRegularization)
    {
        var interactions = context.Interactions;
        int itemCount = interactions.ItemCount;
        var scales = ScaledGram.GetPowers(interactions.Transposed, -_options.ItemExponent);
        double trace = 0;
        for (int item = 0; item < itemCount; item++)
        {
            trace += interactions.Transposed.GetCount(item) * scales[item] * scales[item];
        }

        float regularization = relativeRegularization * (float)(trace / itemCount);
        var solution = new EaseSolution(interactions, scales, regularization, context.Parallelism);
        var weights = NeighbourSelection.SelectStrongest(itemCount, _options.Neighbours, solution.FillRow, context.Parallelism, scales, Array.ConvertAll(scales, scale => 1 / scale));

        // With E = diag(r P): E^-1/2 B E^1/2 = I - (E^1/2 (M^T M + r I) / r E^1/2)^-1, so both have the same eigenvectors.
        var roots = Array.ConvertAll(solution.Diagonal, MathF.Sqrt);
        var gramScales = new float[itemCount];
        var foldingWeights = new float[itemCount];
        for (int item = 0; item < itemCount; item++)
        {
            gramScales[item] = scales[item] * roots[item] / MathF.Sqrt(regularization);
            foldingWeights[item] = solution.Diagonal[item] * scales[item] * scales[item];
        }

        int dimension = Math.Min(_options.Dimension, itemCount);
        var userScales = ScaledGram.GetPowers(interactions, 0);
        var (vectors, values) = SubspaceIteration.FindLeading(new ScaledGram(interactions, userScales, gramScales, solution.Diagonal), dimension, context.Seed, context.Parallelism);
        for (int n = 0; n < vectors.Length; n++)
        {
            int item = n / dimension;
            vectors[n] *= (float)Math.Sqrt(Math.Max(0, 1 - 1 / values[n % dimension])) / (roots[item] * scales[item]);
        }

        var folding = new WeightedSumFolding(foldingWeights, countExponent: 0);
        return new NeighbourhoodSpace(Name, weights, dimension, folding.FoldAll(vectors, interactions, context.Parallelism), vectors, folding);
    }

    /// <summary>The options of <see cref="EaseTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>
        /// The regularisation from which the search starts, relative to the mean of the diagonal that it is added to; at least 0.001. Without
        /// held-out interactions it is the one taken. Default: 8.
        /// </summary>
        public float Regularization { get; init; } = 8;

        /// <summary>
        /// The factors above 1 by which the regularisation is moved while that helps, one factor after the other; none: it stays. Default: 3, 1.7.
        /// </summary>
        public IReadOnlyList<float> RefinementFactors { get; init; } = [3, 1.7f];

        /// <summary>The exponent e by which popular items are scaled down before, and up again after; at least 0. Default: 0.25.</summary>
        public float ItemExponent { get; init; } = 0.25f;

        /// <summary>How many weights of each item are kept, the strongest by absolute value; at least 1. Default: 400.</summary>
        public int Neighbours { get; init; } = 400;

        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The largest size of the matrix to invert, which is the smaller of users and items. Default: 5000.</summary>
        public int MaximumSize { get; init; } = 5000;
    }
}
