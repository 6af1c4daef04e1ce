using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>SLIM: sparse weights between items, not negative, by the elastic net.</summary>
/// <remarks>
/// <para>
/// With A of users x items it minimises 1/2 |A - A W|^2 + l2/2 |W|^2 + l1 |W|_1 over matrices W that are not negative and have a zero diagonal; a
/// user's score of j is the sum of W_ij over its items i. The columns of W are found one by one by coordinate descent on A^T A, where only items
/// with more than l1 users in common with the column's can have a weight: with G = A^T A, the weight of i for j is
/// max(0, G_ij - sum over k other than i of G_ik W_kj - l1) / (G_ii + l2).
/// </para>
/// <para>Ning, Karypis: SLIM: Sparse linear methods for top-N recommender systems, ICDM 2011.</para>
/// </remarks>
public sealed class SlimTrainer : BaselineTrainer<SlimTrainer.Options>
{
    private const int MaximumPasses = 100;
    private const float Tolerance = 1e-4f;

    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (float L1, float L2)[] { (0.1f, 300), (0.1f, 30), (1, 10), (0.1f, 1000), (1, 300), (0.1f, 10), (1, 100), (0.1f, 3000) } select new Options { L1 = point.L1, L2 = point.L2 },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: (l1, l2) of (0.1, 300), (0.1, 30), (1, 10), (0.1, 1000), (1, 300), (0.1, 10), (1, 100), (0.1, 3000).</summary>
    public SlimTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SlimTrainer(Options options)
        : this([options])
    {
    }

    private SlimTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.L1, 0, nameof(Options.L1));
            OptionCheck.AtLeast(options.L2, 0, nameof(Options.L2));
        }
    }

    /// <inheritdoc/>
    public override string Name => "SLIM";

    /// <inheritdoc/>
    public override string Paper => "Ning, Karypis: SLIM: Sparse linear methods for top-N recommender systems, ICDM 2011";

    /// <inheritdoc/>
    public override string LeftOut => "The variant that takes only an item's nearest neighbours as candidates for its weights (fsSLIM).";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return CoOccurrenceObstacle.Find(Name, interactions);
    }

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new SlimTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        var gram = CoOccurrence.Count(interactions, context.Parallelism);
        var columns = NeighbourSelection.SelectStrongest(interactions.ItemCount, interactions.ItemCount, (item, column) =>
        {
            var product = ArrayPool<float>.Shared.Rent(interactions.ItemCount);
            product.AsSpan().Clear();
            Solve(gram, interactions.Transposed, item, options, column, product);
            ArrayPool<float>.Shared.Return(product);
        }, context.Parallelism);
        return (ItemWeightSpaces.Create(Name, columns.Transpose(), context), options);
    }

    /// <summary>Coordinate descent for one column: passes over the weights above 0 until they stay, then over all that could be, until those stay too.</summary>
    /// <param name="gram">A^T A off its diagonal.</param>
    /// <param name="users">The items' users: their numbers are the diagonal.</param>
    /// <param name="item">The column's item.</param>
    /// <param name="options">The regularisation.</param>
    /// <param name="column">Receives the column of W; comes zeroed.</param>
    /// <param name="product">A^T A times the column, the diagonal left out; comes zeroed.</param>
    private static void Solve(NeighbourWeights gram, InteractionMatrix users, int item, Options options, Span<float> column, Span<float> product)
    {
        var others = gram.GetNeighbours(item);
        var shared = gram.GetWeights(item);
        bool all = true;
        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            float largest = 0;
            for (int n = 0; n < others.Length; n++)
            {
                int other = others[n];
                float old = column[other];
                if (shared[n] <= options.L1 || (old == 0 && !all))
                {
                    continue;
                }

                float value = MathF.Max(0, shared[n] - product[other] - options.L1) / (users.GetCount(other) + options.L2);
                if (value != old)
                {
                    column[other] = value;
                    Add(gram, other, value - old, product);
                    largest = MathF.Max(largest, MathF.Abs(value - old));
                }
            }

            if (largest <= Tolerance && all)
            {
                return;
            }

            all = largest <= Tolerance;
        }
    }

    private static void Add(NeighbourWeights gram, int item, float change, Span<float> product)
    {
        var others = gram.GetNeighbours(item);
        var shared = gram.GetWeights(item);
        for (int n = 0; n < others.Length; n++)
        {
            product[others[n]] += change * shared[n];
        }
    }

    /// <summary>The options of <see cref="SlimTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The weight l1 of the sum of the weights, at least 0. Default: 0.1.</summary>
        public float L1 { get; init; } = 0.1f;

        /// <summary>The weight l2 of half the sum of the squared weights, at least 0. Default: 300.</summary>
        public float L2 { get; init; } = 300;
    }
}
