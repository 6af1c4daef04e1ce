namespace Microsoft.ML.GlobalLocal;

/// <summary>BCFNet: CFNet with attention before its layers, and a balance module, a plain factorisation of the rows, against overfitting.</summary>
/// <remarks>
/// <para>
/// As <see cref="CFNetTrainer"/>, a user is its row of the interaction matrix and an item its column. Before the ReLU layers of the representation part, a
/// linear vector v becomes [v, v * softmax(W v + b)]; in the matching part so does [p, q] of both vectors. The balance module weighs the element-wise product of
/// two linear vectors of length f. The sum of the three is the logit that a user has an item, trained by log loss with sampled negatives.
/// </para>
/// <para>Hu, Huang, Deng, Wang, Huang, Lai, Yu: BCFNet: a balanced collaborative filtering network with attention mechanism, arXiv 2021.</para>
/// </remarks>
public sealed class BcfNetTrainer : DeepMatchingTrainer<BcfNetTrainer.Options>
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
    public BcfNetTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public BcfNetTrainer(Options options)
        : this([options])
    {
    }

    private BcfNetTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
    }

    /// <inheritdoc/>
    public override string Name => "BCFNet";

    /// <inheritdoc/>
    public override string Paper => "Hu, Huang, Deng, Wang, Huang, Lai, Yu: BCFNet: a balanced collaborative filtering network with attention mechanism, arXiv 2021";

    /// <inheritdoc/>
    public override string? LeftOut => "The three parts are trained together from random values by Adam, without the paper's pre-training of each; a row is divided by the square root of its number of ones; the layers are narrower and there is one fewer, and all that is trained has an L2 regularisation.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new BcfNetTrainer(grid);

    private protected override DeepMatchingPlan CreatePlan(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        int factors = options.Factors;
        var shape = new DeepMatchingShape(
            interactions,
            interactions.Transposed,
            [new ProductShape(factors, [], Attention: false), new ProductShape(2 * factors, [factors], Attention: true)],
            new PerceptronShape(2 * factors, [2 * factors, factors], Attention: true));
        var sampler = new InteractionPairSampler(interactions, options.Negatives, context.Seed);
        return new DeepMatchingPlan(shape, sampler, network => DeepMatchingSpace.Create(Name, network, interactions));
    }

    /// <summary>The options of <see cref="BcfNetTrainer"/>.</summary>
    public sealed record Options : DeepMatchingOptions
    {
        /// <summary>
        /// Makes the default options, with batches of 8192 and a learning rate of 0.002, since a batch reads the rows of all its users and items, which larger
        /// batches share more of; and with at most 30 epochs and a patience of 3, since an epoch takes several times as long as one of <see cref="CFNetTrainer"/>.
        /// </summary>
        public Options()
        {
            BatchSize = 8192;
            LearningRate = 2e-3;
            MaximumEpochs = 30;
            Patience = 3;
        }
    }
}
