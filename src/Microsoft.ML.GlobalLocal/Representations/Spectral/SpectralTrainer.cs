namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains the space GS: the leading singular vectors of the normalised interactions, a low-pass filter over the user-item graph.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Makes</term><description>a <see cref="VectorSpace"/>: user and item vectors, compared by their product</description></item>
/// <item><term>New users</term><description><see cref="WeightedSumFolding"/>, the projection; a training user's vector equals its fold-in</description></item>
/// <item><term>Chosen by validation</term><description><see cref="Options.Dimensions"/> x <see cref="Options.PopularityExponents"/>, all from one decomposition</description></item>
/// <item><term>Cost</term><description>7 products of the interactions with d + 20 columns and back, and items (d + 20)^2 for each</description></item>
/// <item><term>Memory</term><description>3 tables of items x (d + 20) at most, one of users x (d + 20); no matrix of users x items</description></item>
/// </list>
/// <para>
/// With N = D_u^-a A D_i^-b (D: numbers of interactions) = U S V^T, truncated to the d largest singular values, an item's vector is its row
/// of V times n_i^p, and a user's is its row of N V = U S. Their product is a user's row of N, projected onto V, times n_i^p.
/// </para>
/// <para>
/// Cremonesi, Koren, Turrin: Performance of recommender algorithms on top-N recommendation tasks, RecSys 2010 (PureSVD). Shen et al.: How
/// powerful is graph convolution for recommendation?, CIKM 2021 (GF-CF).
/// </para>
/// </remarks>
public sealed class SpectralTrainer : SpaceTrainer
{
    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A grid is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SpectralTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        OptionCheck.Grid(_options.Dimensions, 1, nameof(Options.Dimensions));
        OptionCheck.Grid(_options.PopularityExponents, 0, nameof(Options.PopularityExponents));
        OptionCheck.AtLeast(_options.UserExponent, 0, nameof(Options.UserExponent));
        OptionCheck.AtLeast(_options.ItemExponent, 0, nameof(Options.ItemExponent));
    }

    /// <inheritdoc/>
    public override string Name => "GS";

    /// <summary>What is chosen by validation: the values of the grid or, with a trainer that training returned, those chosen.</summary>
    public override string ToString() => $"{OptionText.Describe(nameof(Options.Dimensions), _options.Dimensions)}, {OptionText.Describe(nameof(Options.PopularityExponents), _options.PopularityExponents)}";

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CancellationToken.ThrowIfCancellationRequested();

        // Without held-out interactions only the first point is tried.
        int needed = context.Validation is null ? _options.Dimensions[0] : _options.Dimensions.Max();
        int dimension = Math.Min(needed, context.Interactions.ItemCount);
        var decompositions = new Dictionary<SpaceTrainingContext, float[]>();
        int trials = _options.Dimensions.Count * _options.PopularityExponents.Count;
        var search = new SpaceSearch<Point>(context, Name, trials, (round, point) => TrainOne(round, point, Decompose(round), dimension));
        foreach (int tried in _options.Dimensions)
        {
            foreach (float exponent in _options.PopularityExponents)
            {
                search.Try(new Point(Math.Min(tried, dimension), exponent));
            }
        }

        var best = search.BestPoint;
        return new TrainedSpace(search.BestSpace, new SpectralTrainer(_options with { Dimensions = [best.Dimension], PopularityExponents = [best.PopularityExponent] }));

        // One decomposition a round serves all points.
        float[] Decompose(SpaceTrainingContext round)
        {
            if (!decompositions.TryGetValue(round, out var vectors))
            {
                var interactions = round.Interactions;
                var gram = new ScaledGram(interactions, ScaledGram.GetPowers(interactions, -_options.UserExponent), ScaledGram.GetPowers(interactions.Transposed, -_options.ItemExponent));
                (vectors, _) = SubspaceIteration.FindLeading(gram, dimension, round.Seed, round.Parallelism);
                decompositions.Add(round, vectors);
            }

            return vectors;
        }
    }

    private VectorSpace TrainOne(SpaceTrainingContext context, Point point, float[] vectors, int stride)
    {
        var interactions = context.Interactions;
        var popularity = ScaledGram.GetPowers(interactions.Transposed, point.PopularityExponent);
        var foldingWeights = ScaledGram.GetPowers(interactions.Transposed, -_options.ItemExponent - point.PopularityExponent);
        var items = VectorTable.Create(interactions.ItemCount, point.Dimension);
        for (int item = 0; item < interactions.ItemCount; item++)
        {
            for (int n = 0; n < point.Dimension; n++)
            {
                items[item * point.Dimension + n] = vectors[item * stride + n] * popularity[item];
            }
        }

        var folding = new WeightedSumFolding(foldingWeights, -_options.UserExponent);
        return new VectorSpace(Name, point.Dimension, folding.FoldAll(items, interactions, context.Parallelism), items, VectorSimilarity.Product, folding);
    }

    /// <summary>The options of <see cref="SpectralTrainer"/>. Without held-out interactions the first value of each grid is taken.</summary>
    public sealed record Options
    {
        /// <summary>
        /// The numbers d of singular vectors to try, each at least 1; no more are taken than there are items. Default: 64, 16, 32, 48, 96, 128, 192,
        /// 256.
        /// </summary>
        public IReadOnlyList<int> Dimensions { get; init; } = [64, 16, 32, 48, 96, 128, 192, 256];

        /// <summary>The exponents p of the items' popularity on the item side to try, each at least 0. Default: 0.5.</summary>
        public IReadOnlyList<float> PopularityExponents { get; init; } = [0.5f];

        /// <summary>The exponent a by which active users are scaled down, at least 0. Default: 0.5.</summary>
        public float UserExponent { get; init; } = 0.5f;

        /// <summary>The exponent b by which popular items are scaled down before the decomposition, at least 0. Default: 0.5.</summary>
        public float ItemExponent { get; init; } = 0.5f;
    }

    private readonly record struct Point(int Dimension, float PopularityExponent);
}
