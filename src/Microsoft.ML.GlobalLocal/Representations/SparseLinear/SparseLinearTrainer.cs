namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the space GL: a sparse linear map between items, whose weights are not negative and lie among each item's nearest neighbours. It is what GE
/// is for small data, without its dense inverse, and the default preset has it where GE can't be.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="NeighbourhoodSpace"/>: sparse weights between items; vectors: those of GS at the same d</description></item>
/// <item><term>New users</term><description>scored by their items, as training users are; vectors by <see cref="WeightedSumFolding"/></description></item>
/// <item><term>Chosen by validation</term><description>the regularisation: a line search from <see cref="Options.Regularization"/></description></item>
/// <item><term>Cost</term><description>per trial the sum over users of n_u^2, and for each item the pairs of its neighbours that users have in common, and neighbours^2 per pass</description></item>
/// <item><term>Memory</term><description>24 bytes per weight; per thread 4 neighbours^2, and 8 per interaction with an item's neighbours</description></item>
/// </list>
/// <para>
/// It minimises |A - A W|^2 + r |W|^2 over matrices W that are not negative, where only an item's nearest neighbours i, by the cosine
/// (A^T A)_ij / sqrt(n_i n_j), have a weight W_ij for it; the item itself has none. r is given relative to the mean of the items' numbers of
/// interactions. A user's score of item j is the sum of W_ij over the user's items i.
/// </para>
/// <para>
/// Ning, Karypis: SLIM: Sparse linear methods for top-N recommender systems, ICDM 2011: the variant with the nearest neighbours as candidates
/// (fsSLIM), without its l1 term, since the candidates and the sign already keep the weights few.
/// </para>
/// </remarks>
public sealed class SparseLinearTrainer : SpaceTrainer
{
    private const int MaximumTrials = 10;
    private const float LeastRegularization = 1e-3f;

    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SparseLinearTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.AtLeast(_options.Regularization, LeastRegularization, nameof(Options.Regularization));
        OptionCheck.Factors(_options.RefinementFactors, nameof(Options.RefinementFactors));
        OptionCheck.AtLeast(_options.Neighbours, 1, nameof(Options.Neighbours));
        OptionCheck.AtLeast(_options.Dimension, 1, nameof(Options.Dimension));
        OptionCheck.AtLeast(_options.MinimumSize, 1, nameof(Options.MinimumSize));
        OptionCheck.AtLeast(_options.MaximumPairs, 1, nameof(Options.MaximumPairs));
    }

    /// <inheritdoc/>
    public override string Name => "GL";

    /// <summary>What is chosen by validation: the values of the grid or, with a trainer that training returned, those chosen.</summary>
    public override string ToString() => OptionText.Describe(nameof(Options.Regularization), _options.Regularization);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are fewer users or items than <see cref="Options.MinimumSize"/>, or more pairs than <see cref="Options.MaximumPairs"/>.</exception>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (GetObstacle(context.Interactions) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        var search = new SpaceSearch<float>(context, Name, MaximumTrials, TrainScores);
        search.Try(_options.Regularization);
        if (context.Validation is not null)
        {
            search.Refine(_options.RefinementFactors, MaximumTrials, (point, factor) =>
                new[] { point * factor, point / factor }.Select(SpaceSearch<float>.Round).Where(moved => moved >= LeastRegularization));
        }

        var space = AddVectors(context, ((NeighbourhoodSpace)search.BestSpace).Weights);
        return new TrainedSpace(space, new SparseLinearTrainer(_options with { Regularization = search.BestPoint, RefinementFactors = [] }));
    }

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        int size = Math.Min(interactions.UserCount, interactions.ItemCount);
        if (size < _options.MinimumSize)
        {
            return $"The space {Name} is for data with {_options.MinimumSize} users and items or more, by its option {nameof(Options.MinimumSize)}; here are {interactions.UserCount} and {interactions.ItemCount}.";
        }

        long pairs = CoOccurrence.CountPairs(interactions);
        return pairs <= _options.MaximumPairs
            ? null
            : $"The space {Name} solves for each item by the users that its neighbours share. The users' lists have {pairs} pairs of items in sum, which is above its option {nameof(Options.MaximumPairs)} = {_options.MaximumPairs}.";
    }

    /// <summary>A space for the search, which reads scores alone: its vectors are zeros.</summary>
    private NeighbourhoodSpace TrainScores(SpaceTrainingContext context, float relativeRegularization)
    {
        var interactions = context.Interactions;
        int itemCount = interactions.ItemCount;
        float regularization = relativeRegularization * interactions.Count / itemCount;
        var scales = ScaledGram.GetPowers(interactions.Transposed, -0.5f);
        var candidates = NeighbourSelection.SelectStrongest(itemCount, _options.Neighbours, (item, row) => CoOccurrence.FillRow(interactions, item, row), context.Parallelism, scales, scales);
        var columns = new (int[] Items, float[] Weights)[itemCount];
        Parallel.For(0, itemCount, context.Parallelism, () => new SparseLinearColumn(interactions, _options.Neighbours), (item, _, column) =>
        {
            columns[item] = column.Solve(item, candidates.GetNeighbours(item), regularization);
            return column;
        }, _ => { });
        return new NeighbourhoodSpace(Name, NeighbourWeights.FromRows(columns).Transpose(), dimension: 1, new float[interactions.UserCount], new float[itemCount]);
    }

    private NeighbourhoodSpace AddVectors(SpaceTrainingContext context, NeighbourWeights weights)
    {
        var spectral = new SpectralTrainer(new() { Dimensions = [_options.Dimension] });
        var space = spectral.Train(context with { Validation = null, OtherRounds = [], Progress = null }).Space;
        return new NeighbourhoodSpace(Name, weights, space.Dimension, space.UserTable, space.ItemTable, space.Folding);
    }

    /// <summary>The options of <see cref="SparseLinearTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>
        /// The regularisation from which the search starts, relative to the mean number of interactions of an item; at least 0.001. Without held-out
        /// interactions it is the one taken. Default: 8.
        /// </summary>
        public float Regularization { get; init; } = 8;

        /// <summary>
        /// The factors above 1 by which the regularisation is moved while that helps, one factor after the other; none: it stays. Default: 3, 1.7.
        /// </summary>
        public IReadOnlyList<float> RefinementFactors { get; init; } = [3, 1.7f];

        /// <summary>How many of the items nearest to an item may have a weight for it, at least 1. Default: 100.</summary>
        public int Neighbours { get; init; } = 100;

        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>
        /// The fewest users, and the fewest items, that the space is trained on, at least 1. Default: 1; in the default preset 5001, since GE is there
        /// up to 5000.
        /// </summary>
        public int MinimumSize { get; init; } = 1;

        /// <summary>
        /// The most pairs of items that the users' lists may have, the sum over the users of n_u^2: the time goes with it. At least 1. Default: 100
        /// million.
        /// </summary>
        public long MaximumPairs { get; init; } = 100_000_000;
    }
}
