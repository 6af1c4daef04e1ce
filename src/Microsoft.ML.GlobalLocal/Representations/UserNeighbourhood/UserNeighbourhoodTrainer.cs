namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains the space GU: the users most like a user vote for items.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="UserNeighbourhoodSpace"/>: it holds the interactions, and finds the neighbours when it is asked; vectors: the leading spectral part</description></item>
/// <item><term>New users</term><description>scored by their items, as training users are; vectors by <see cref="WeightedSumFolding"/></description></item>
/// <item><term>Chosen by validation</term><description>the exponents of <see cref="UserSimilarity"/>: line searches from <see cref="Options.Similarity"/></description></item>
/// <item><term>Cost</term><description>of a score: the interactions of the user's items and of its neighbours</description></item>
/// <item><term>Memory</term><description>the interactions once more, by user and by item</description></item>
/// </list>
/// <para>
/// The vectors are those of the votes of all users, each by its similarity as it is: with N = D_u^-b/2 A D_i^-e and e = a / 2 (D: numbers of
/// interactions) the leading eigenvectors of N^T N.
/// </para>
/// <para>
/// Aiolli: Efficient top-N recommendation for very large scale binary rated datasets, RecSys 2013. Herlocker et al.: An algorithmic framework for
/// performing collaborative filtering, SIGIR 1999.
/// </para>
/// </remarks>
public sealed class UserNeighbourhoodTrainer : SpaceTrainer
{
    // One move of each exponent, from the one that is worth most to the one that is worth least.
    private const float SimilarityStep = 0.5f;
    private const float UserStep = 0.25f;
    private const float ItemStep = 0.25f;
    private const float PopularityStep = 0.15f;

    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public UserNeighbourhoodTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        _options.Similarity.Check();
        OptionCheck.AtLeast(_options.MaximumTrials, 1, nameof(Options.MaximumTrials));
        OptionCheck.AtLeast(_options.Dimension, 1, nameof(Options.Dimension));
        OptionCheck.AtLeast(_options.MaximumUsers, 1, nameof(Options.MaximumUsers));
    }

    /// <inheritdoc/>
    public override string Name => "GU";

    /// <summary>What the search starts from or, with a trainer that training returned, what was chosen.</summary>
    public override string ToString() => string.Join(", ",
        OptionText.Describe(nameof(UserSimilarity.SimilarityExponent), _options.Similarity.SimilarityExponent),
        OptionText.Describe(nameof(UserSimilarity.UserExponent), _options.Similarity.UserExponent),
        OptionText.Describe(nameof(UserSimilarity.ItemExponent), _options.Similarity.ItemExponent),
        OptionText.Describe(nameof(UserSimilarity.PopularityExponent), _options.Similarity.PopularityExponent));

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are more users than <see cref="Options.MaximumUsers"/>.</exception>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (GetObstacle(context.Interactions) is { } obstacle)
        {
            throw new InvalidOperationException(obstacle);
        }

        var search = new SpaceSearch<UserSimilarity>(context, Name, _options.MaximumTrials, TrainScores);
        search.Try(_options.Similarity);
        if (context.Validation is not null)
        {
            Refine(SimilarityStep, (point, step) => point with { SimilarityExponent = point.SimilarityExponent + step });
            Refine(UserStep, (point, step) => point with { UserExponent = point.UserExponent + step });
            Refine(ItemStep, (point, step) => point with { ItemExponent = point.ItemExponent + step });
            Refine(PopularityStep, (point, step) => point with { PopularityExponent = MathF.Round(point.PopularityExponent + step, 2) });
        }

        var best = search.BestPoint;
        return new TrainedSpace(AddVectors(context, best), new UserNeighbourhoodTrainer(_options with { Similarity = best, MaximumTrials = 1 }));

        void Refine(float step, Func<UserSimilarity, float, UserSimilarity> move) => search.Refine([step], _options.MaximumTrials, (point, size) =>
            new[] { move(point, size), move(point, -size) }.Where(moved => moved is { SimilarityExponent: > 0, UserExponent: >= 0, ItemExponent: >= 0 }));
    }

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return interactions.UserCount <= _options.MaximumUsers
            ? null
            : $"The space {Name} compares a user with all others whenever it scores, and there are {interactions.UserCount} users, which is above its option "
                + $"{nameof(Options.MaximumUsers)} = {_options.MaximumUsers}.";
    }

    /// <summary>A space for the search, which reads scores alone: its vectors are zeros.</summary>
    private UserNeighbourhoodSpace TrainScores(SpaceTrainingContext context, UserSimilarity similarity) =>
        new(new SpaceTables(Name, 1, new float[context.Interactions.UserCount], new float[context.Interactions.ItemCount]), context.Interactions, similarity);

    private UserNeighbourhoodSpace AddVectors(SpaceTrainingContext context, UserSimilarity similarity)
    {
        var interactions = context.Interactions;
        var users = interactions.Transposed;
        int dimension = Math.Min(_options.Dimension, interactions.ItemCount);
        var gram = new ScaledGram(interactions, ScaledGram.GetPowers(interactions, -similarity.UserExponent / 2), ScaledGram.GetPowers(users, -similarity.ItemExponent / 2));
        var (vectors, values) = SubspaceIteration.FindLeading(gram, dimension, context.Seed, context.Parallelism);

        // Sum over i of n_i^-a (A^T D_u^-b A)_ij n_j^p = sum over i of n_i^-a/2 (N^T N)_ij n_j^(a/2 + p).
        var scales = ScaledGram.GetPowers(users, similarity.ItemExponent / 2 + similarity.PopularityExponent);
        for (int n = 0; n < vectors.Length; n++)
        {
            vectors[n] *= (float)Math.Sqrt(values[n % dimension]) * scales[n / dimension];
        }

        var folding = new WeightedSumFolding(ScaledGram.GetPowers(users, -similarity.ItemExponent - similarity.PopularityExponent), countExponent: 0);
        var tables = new SpaceTables(Name, dimension, folding.FoldAll(vectors, interactions, context.Parallelism), vectors, folding);
        return new UserNeighbourhoodSpace(tables, interactions, similarity);
    }

    /// <summary>The options of <see cref="UserNeighbourhoodTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>
        /// The similarity from which the search starts; the number of neighbours stays. Without held-out interactions it is the one taken. Default: that of
        /// <see cref="GlobalLocal.UserSimilarity"/>.
        /// </summary>
        public UserSimilarity Similarity { get; init; } = new();

        /// <summary>The most points that are tried, at least 1: no search. Default: 16.</summary>
        public int MaximumTrials { get; init; } = 16;

        /// <summary>The length d of the vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The largest number of users, with whom a user is compared for every score. Default: 100,000.</summary>
        public int MaximumUsers { get; init; } = 100_000;
    }
}
