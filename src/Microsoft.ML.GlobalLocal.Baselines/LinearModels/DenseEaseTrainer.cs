namespace Microsoft.ML.GlobalLocal;

/// <summary>EASE as it was published: the linear autoencoder with a zero diagonal in closed form, with all its weights.</summary>
/// <remarks>
/// <para>
/// With A of users x items it minimises |A - A B|^2 + lambda |B|^2 over matrices B with a zero diagonal: B_ij = -P_ij / P_jj off the diagonal,
/// P = (A^T A + lambda I)^-1. A user's score of j is the sum of B_ij over its items i. <see cref="EaseTrainer"/> is the library's own space of
/// this kind, with scaled items and the strongest weights only.
/// </para>
/// <para>Steck: Embarrassingly shallow autoencoders for sparse data, WWW 2019.</para>
/// </remarks>
public sealed class DenseEaseTrainer : BaselineTrainer<DenseEaseTrainer.Options>
{
    private const int MaximumItems = 20_000;
    private const int MaximumInverse = 12_000;

    private static readonly Options[] DefaultGrid = [.. from lambda in new[] { 500f, 50, 200, 1000, 100, 20, 3000, 10 } select new Options { Lambda = lambda }];

    /// <summary>Makes a trainer that chooses from the default grid: a lambda of 500, 50, 200, 1000, 100, 20, 3000, 10.</summary>
    public DenseEaseTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DenseEaseTrainer(Options options)
        : this([options])
    {
    }

    private DenseEaseTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.Above(options.Lambda, 0, nameof(Options.Lambda));
        }
    }

    /// <inheritdoc/>
    public override string Name => "EASE";

    /// <inheritdoc/>
    public override string Paper => "Steck: Embarrassingly shallow autoencoders for sparse data, WWW 2019";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        if (interactions.ItemCount > MaximumItems)
        {
            return $"{Name} holds a dense matrix over the items: at most {MaximumItems} of them, here are {interactions.ItemCount}.";
        }

        int size = Math.Min(interactions.UserCount, interactions.ItemCount);
        return size <= MaximumInverse ? null : $"{Name} inverts a dense matrix over the users or the items, whichever are fewer: at most {MaximumInverse}, here are {size}.";
    }

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new DenseEaseTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        int items = context.Interactions.ItemCount;
        var ones = ScaledGram.GetPowers(context.Interactions.Transposed, 0);
        var solution = new EaseSolution(context.Interactions, ones, options.Lambda, context.Parallelism);
        var weights = VectorTable.Create(items, items);
        Parallel.For(0, items, context.Parallelism, item => solution.FillRow(item, weights.AsSpan(item * items, items)));
        return (new DenseWeightSpace(ItemWeightSpaces.CreateTables(Name, context), weights), options);
    }

    /// <summary>The options of <see cref="DenseEaseTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The regularisation lambda, which is added to the items' numbers of interactions; above 0. Default: 500.</summary>
        public float Lambda { get; init; } = 500;
    }
}
