namespace Microsoft.ML.GlobalLocal;

/// <summary>CFNet, the network of DeepCF: representation learning and matching function learning from the rows of the interaction matrix, fused in one last layer.</summary>
/// <remarks>
/// <para>
/// A user is its row of the interaction matrix, an item its column. CFNet-rl runs each through a linear layer of 2 f units and a ReLU layer of f, and weighs the
/// element-wise product; CFNet-ml runs other linear vectors of length 2 f, behind each other, through ReLU layers of 2 f and f units. The sum of both is the
/// logit that a user has an item, trained by log loss with sampled negatives.
/// </para>
/// <para>Deng, Huang, Wang, Lai, Yu: DeepCF: a unified framework of representation learning and matching function learning in recommender system, AAAI 2019.</para>
/// </remarks>
public sealed class CFNetTrainer : DeepMatchingTrainer<CFNetTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        new(),
        new() { L2Regularization = 1e-5 },
        new() { L2Regularization = 1e-4 },
        new() { Factors = 64 },
        new() { LearningRate = 6e-4 },
        new() { Negatives = 8 },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: an L2 regularisation of 0.00003, 0.00001, 0.0001; 32, 64 factors; a learning rate of 0.0006, 8 negatives.</summary>
    public CFNetTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CFNetTrainer(Options options)
        : this([options])
    {
    }

    private CFNetTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
    }

    /// <inheritdoc/>
    public override string Name => "CFNet";

    /// <inheritdoc/>
    public override string Paper => "Deng, Huang, Wang, Lai, Yu: DeepCF: a unified framework of representation learning and matching function learning in recommender system, AAAI 2019";

    /// <inheritdoc/>
    public override string? LeftOut => "Both parts are trained together from random values by Adam, without the paper's pre-training of each; a row is divided by the square root of its number of ones; the layers are narrower and there is one fewer, and all that is trained has an L2 regularisation.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new CFNetTrainer(grid);

    private protected override DeepMatchingPlan CreatePlan(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        int factors = options.Factors;
        var shape = new DeepMatchingShape(
            interactions,
            interactions.Transposed,
            [new ProductShape(2 * factors, [factors], Attention: false)],
            new PerceptronShape(2 * factors, [2 * factors, factors], Attention: false));
        var sampler = new InteractionPairSampler(interactions, options.Negatives, context.Seed);
        return new DeepMatchingPlan(shape, sampler, network => DeepMatchingSpace.Create(Name, network, interactions));
    }

    /// <summary>The options of <see cref="CFNetTrainer"/>.</summary>
    public sealed record Options : DeepMatchingOptions
    {
        /// <summary>
        /// Makes the default options, with batches of 8192 and a learning rate of 0.002: a batch reads the rows of all its users and items, which larger batches
        /// share more of.
        /// </summary>
        public Options()
        {
            BatchSize = 8192;
            LearningRate = 2e-3;
        }
    }
}
