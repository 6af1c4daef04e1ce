namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains the space GN: weights between items by the users that they share, each item's strongest kept.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="NeighbourhoodSpace"/>: each item's strongest weights; vectors: the leading spectral part</description></item>
/// <item><term>New users</term><description>scored by their items, as training users are; vectors by <see cref="WeightedSumFolding"/></description></item>
/// <item><term>Chosen by validation</term><description><see cref="Options.UserExponents"/> x <see cref="Options.ItemSides"/></description></item>
/// <item><term>Cost</term><description>the sum over users of n_u^2 per trial</description></item>
/// <item><term>Memory</term><description>12 bytes per kept weight; no matrix of items x items</description></item>
/// </list>
/// <para>
/// With N = D_u^-a A D_i^-b (D: numbers of interactions) the weight from item i to j is (N^T N)_ij n_j^p, i other than j; a user's score of j is the
/// sum over its items i. The vectors are the leading eigenvectors of N^T N.
/// </para>
/// <para>
/// Aiolli: Efficient top-N recommendation for very large scale binary rated datasets, RecSys 2013. Shen et al.: How powerful is graph
/// convolution for recommendation?, CIKM 2021 (the linear part of GF-CF).
/// </para>
/// </remarks>
public sealed class NeighbourhoodTrainer : SpaceTrainer
{
    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A grid is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public NeighbourhoodTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.Grid(_options.UserExponents, 0, nameof(Options.UserExponents));
        OptionCheck.Grid(_options.ItemSides?.Select(side => side.ItemExponent).ToArray(), 0, nameof(Options.ItemSides));
        OptionCheck.Grid(_options.ItemSides?.Select(side => side.PopularityExponent).ToArray(), 0, nameof(Options.ItemSides));
        OptionCheck.AtLeast(_options.Neighbours, 1, nameof(Options.Neighbours));
        OptionCheck.AtLeast(_options.Dimension, 1, nameof(Options.Dimension));
    }

    /// <inheritdoc/>
    public override string Name => "GN";

    /// <summary>What is chosen by validation: the values of the grid or, with a trainer that training returned, those chosen.</summary>
    public override string ToString() => $"{OptionText.Describe(nameof(Options.UserExponents), _options.UserExponents)}, {OptionText.Describe("ItemExponents", _options.ItemSides.Select(side => side.ItemExponent))}, {OptionText.Describe("PopularityExponents", _options.ItemSides.Select(side => side.PopularityExponent))}";

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int trials = _options.UserExponents.Count * _options.ItemSides.Count;
        var search = new SpaceSearch<(float UserExponent, (float, float) ItemSide)>(context, Name, trials, TrainScores);
        foreach (float userExponent in _options.UserExponents)
        {
            foreach (var itemSide in _options.ItemSides)
            {
                search.Try((userExponent, itemSide));
            }
        }

        var best = search.BestPoint;
        var space = AddVectors(context, ((NeighbourhoodSpace)search.BestSpace).Weights, best.UserExponent, best.ItemSide);
        return new TrainedSpace(space, new NeighbourhoodTrainer(_options with { UserExponents = [best.UserExponent], ItemSides = [best.ItemSide] }));
    }

    /// <summary>A space for the search, which reads scores alone: its vectors are zeros.</summary>
    private NeighbourhoodSpace TrainScores(SpaceTrainingContext context, (float UserExponent, (float Item, float Popularity) ItemSide) point)
    {
        var interactions = context.Interactions;
        var users = interactions.Transposed;
        var userWeights = ScaledGram.GetPowers(interactions, -2 * point.UserExponent);
        var itemScales = ScaledGram.GetPowers(users, -point.ItemSide.Item);
        var scoredScales = ScaledGram.GetPowers(users, point.ItemSide.Popularity - point.ItemSide.Item);
        var weights = NeighbourSelection.SelectStrongest(interactions.ItemCount, _options.Neighbours, (item, row) =>
        {
            foreach (int user in users.GetItems(item))
            {
                float weight = userWeights[user];
                foreach (int other in interactions.GetItems(user))
                {
                    row[other] += weight;
                }
            }

            row[item] = 0;
        }, context.Parallelism, itemScales, scoredScales);
        return new NeighbourhoodSpace(Name, weights, dimension: 1, new float[interactions.UserCount], new float[interactions.ItemCount]);
    }

    private NeighbourhoodSpace AddVectors(SpaceTrainingContext context, NeighbourWeights weights, float userExponent, (float Item, float Popularity) exponents)
    {
        var interactions = context.Interactions;
        var users = interactions.Transposed;
        var userScales = ScaledGram.GetPowers(interactions, -userExponent);
        var itemScales = ScaledGram.GetPowers(users, -exponents.Item);
        var popularity = ScaledGram.GetPowers(users, exponents.Popularity);
        int dimension = Math.Min(_options.Dimension, interactions.ItemCount);
        var (vectors, values) = SubspaceIteration.FindLeading(new ScaledGram(interactions, userScales, itemScales), dimension, context.Seed, context.Parallelism);
        for (int n = 0; n < vectors.Length; n++)
        {
            vectors[n] *= (float)Math.Sqrt(values[n % dimension]) * popularity[n / dimension];
        }

        var folding = new WeightedSumFolding(ScaledGram.GetPowers(users, -exponents.Popularity), countExponent: 0);
        return new NeighbourhoodSpace(Name, weights, dimension, folding.FoldAll(vectors, interactions, context.Parallelism), vectors, folding);
    }

    /// <summary>The options of <see cref="NeighbourhoodTrainer"/>. Without held-out interactions the first value of each grid is taken.</summary>
    public sealed record Options
    {
        /// <summary>The exponents a by which active users are scaled down to try, each at least 0. Default: 0.5, 0.25, 0.75.</summary>
        public IReadOnlyList<float> UserExponents { get; init; } = [0.5f, 0.25f, 0.75f];

        /// <summary>
        /// The pairs to try of the exponent b, by which popular items are scaled down on both sides, and the exponent p, by which the item that is scored is
        /// scaled up again; each at least 0. Default: (0.5, 0.25), (0.5, 0), (0.5, 0.5), (0.75, 0.25), (0.75, 0.5).
        /// </summary>
        public IReadOnlyList<(float ItemExponent, float PopularityExponent)> ItemSides { get; init; } = [(0.5f, 0.25f), (0.5f, 0), (0.5f, 0.5f), (0.75f, 0.25f), (0.75f, 0.5f)];

        /// <summary>How many weights of each item are kept, the strongest; at least 1. Default: 200.</summary>
        public int Neighbours { get; init; } = 200;

        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;
    }
}
