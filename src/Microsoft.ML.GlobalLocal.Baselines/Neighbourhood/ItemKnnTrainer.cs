namespace Microsoft.ML.GlobalLocal;

/// <summary>ItemKNN: an item's score is the sum of its cosines with those of the user's items that are among its nearest neighbours.</summary>
/// <remarks>
/// <para>
/// The cosine of items i and j is n_ij / (sqrt(n_i n_j) + shrinkage): n_ij users have both, n_i users have i. Each item keeps its strongest
/// neighbours; its weight towards itself is 0.
/// </para>
/// <para>Sarwar, Karypis, Konstan, Riedl: Item-based collaborative filtering recommendation algorithms, WWW 2001.</para>
/// </remarks>
public sealed class ItemKnnTrainer : BaselineTrainer<ItemKnnTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        .. from neighbours in new[] { 100, 400, 20, 1000 } from shrinkage in new[] { 10f, 0f } select new Options { Neighbours = neighbours, Shrinkage = shrinkage },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: 100, 400, 20, 1000 neighbours by a shrinkage of 10, 0.</summary>
    public ItemKnnTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ItemKnnTrainer(Options options)
        : this([options])
    {
    }

    private ItemKnnTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Neighbours, 1, nameof(Options.Neighbours));
            OptionCheck.AtLeast(options.Shrinkage, 0, nameof(Options.Shrinkage));
        }
    }

    /// <inheritdoc/>
    public override string Name => "ItemKNN";

    /// <inheritdoc/>
    public override string Paper => "Sarwar, Karypis, Konstan, Riedl: Item-based collaborative filtering recommendation algorithms, WWW 2001";

    /// <inheritdoc/>
    public override string LeftOut => "Ratings, and with them the correlation, the adjusted cosine and the division of a score by the sum of the similarities. The shrinkage is not of the paper.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new ItemKnnTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        var users = interactions.Transposed;
        var weights = NeighbourSelection.SelectStrongest(interactions.ItemCount, options.Neighbours, (item, row) =>
        {
            CoOccurrence.FillRow(interactions, item, row);
            for (int other = 0; other < row.Length; other++)
            {
                if (row[other] != 0)
                {
                    row[other] /= MathF.Sqrt((float)users.GetCount(item) * users.GetCount(other)) + options.Shrinkage;
                }
            }
        }, context.Parallelism).Transpose();
        return (ItemWeightSpaces.Create(Name, weights, context), options);
    }

    /// <summary>The options of <see cref="ItemKnnTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>How many neighbours an item keeps, at least 1. Default: 100.</summary>
        public int Neighbours { get; init; } = 100;

        /// <summary>What is added to the denominator, which makes less of pairs with few users; at least 0. Default: 10.</summary>
        public float Shrinkage { get; init; } = 10;
    }
}
