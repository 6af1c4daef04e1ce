namespace Microsoft.ML.GlobalLocal;

/// <summary>NeuMF: generalised matrix factorisation (GMF) and a perceptron over embeddings of users and items (MLP), fused in one last layer.</summary>
/// <remarks>
/// <para>
/// GMF weighs the element-wise product of a user's and an item's embedding of length f; MLP runs two other embeddings of length 2 f behind each other
/// through ReLU layers of 2 f and f units. The sum of both is the logit that a user has an item, trained by log loss with sampled negatives.
/// </para>
/// <para>He, Liao, Zhang, Nie, Hu, Chua: Neural collaborative filtering, WWW 2017.</para>
/// </remarks>
public sealed class NeuMfTrainer : DeepMatchingTrainer<NeuMfTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        new(),
        new() { L2Regularization = 1e-5 },
        new() { L2Regularization = 1e-4 },
        new() { Factors = 64 },
        new() { Parts = NeuMfParts.Factorization },
        new() { Parts = NeuMfParts.Perceptron },
        new() { LearningRate = 1e-3 },
        new() { L2Regularization = 1e-6 },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: an L2 regularisation of 0.00003, 0.00001, 0.0001; 64 factors; each part
    /// alone; a learning rate of 0.001; and a regularisation of 0.000001.
    /// </summary>
    public NeuMfTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public NeuMfTrainer(Options options)
        : this([options])
    {
    }

    private NeuMfTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
    }

    /// <inheritdoc/>
    public override string Name => "NeuMF";

    /// <inheritdoc/>
    public override string Paper => "He, Liao, Zhang, Nie, Hu, Chua: Neural collaborative filtering, WWW 2017";

    /// <inheritdoc/>
    public override string? LeftOut => "Both parts are trained together from random values by Adam; the paper's pre-training of each part, and SGD after it, are left out.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new NeuMfTrainer(grid);

    private protected override DeepMatchingPlan CreatePlan(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        int factors = options.Factors;
        var shape = new DeepMatchingShape(
            SparseLayer.CreateOneHotRows(interactions.UserCount),
            SparseLayer.CreateOneHotRows(interactions.ItemCount),
            options.Parts == NeuMfParts.Perceptron ? [] : [new ProductShape(factors, [], Attention: false)],
            options.Parts == NeuMfParts.Factorization ? null : new PerceptronShape(2 * factors, [2 * factors, factors], Attention: false));
        var sampler = new InteractionPairSampler(interactions, options.Negatives, context.Seed);
        return new DeepMatchingPlan(shape, sampler, network => DeepMatchingSpace.Create(Name, network, interactions));
    }

    /// <summary>The options of <see cref="NeuMfTrainer"/>.</summary>
    public sealed record Options : DeepMatchingOptions
    {
        /// <summary>
        /// Makes the default options, with a learning rate of 0.003: embeddings of single users and items learn more slowly than those that all rows share.
        /// </summary>
        public Options()
        {
            LearningRate = 3e-3;
        }

        /// <summary>Which parts there are. Default: both.</summary>
        public NeuMfParts Parts { get; init; } = NeuMfParts.Both;
    }
}
