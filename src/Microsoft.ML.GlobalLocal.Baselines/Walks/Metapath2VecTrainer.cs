namespace Microsoft.ML.GlobalLocal;

/// <summary>Metapath2vec++: skip-gram over walks from user to item to user and so on, with negatives of the type of the node that is near.</summary>
/// <remarks>
/// <para>
/// In every epoch a walk starts at every node and follows the metapath user-item-user or item-user-item, to each neighbour with the same chance. The
/// negatives of a user are users, those of an item are items. An item's score is the log probability that the model gives it of being near the user.
/// </para>
/// <para>Dong, Chawla, Swami: metapath2vec: Scalable representation learning for heterogeneous networks, KDD 2017.</para>
/// </remarks>
public sealed class Metapath2VecTrainer : BaselineTrainer<Metapath2VecTrainer.Options>
{
    private const int JudgedEpochs = 2;

    private static readonly Options[] DefaultGrid =
    [
        .. from exponent in new[] { 0f, 0.75f } from window in new[] { 2, 1, 5 } select new Options { NoiseExponent = exponent, Window = window },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: exponents of the negatives of 0, 0.75 by windows of 2, 1, 5.</summary>
    public Metapath2VecTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Metapath2VecTrainer(Options options)
        : this([options])
    {
    }

    private Metapath2VecTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            options.Check();
        }
    }

    /// <inheritdoc/>
    public override string Name => "Metapath2vec++";

    /// <inheritdoc/>
    public override string Paper => "Dong, Chawla, Swami: metapath2vec: Scalable representation learning for heterogeneous networks, KDD 2017";

    /// <inheritdoc/>
    public override string? LeftOut => "The learning rate does not decay; epochs are chosen by validation. Items are ranked by the model's probability, not by the cosine of embeddings, which has no popularity and is far worse.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new Metapath2VecTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new WalkModel(context.Interactions, options, p: 1, q: 1, negativesByType: true, context.Seed);
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, model.TrainEpoch, () =>
        {
            var (users, items) = model.CreateTables();
            return new VectorSpace(Name, options.Dimension + 1, users, items, VectorSimilarity.Product);
        });
        return (space, options with { MaximumEpochs = epochs });
    }

    /// <summary>The options of <see cref="Metapath2VecTrainer"/>.</summary>
    public sealed record Options : WalkOptions
    {
        internal void Check() => CheckWalks();
    }
}
