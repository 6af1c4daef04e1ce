using System.Buffers;

namespace Microsoft.ML.GlobalLocal;

/// <summary>SLIM: sparse weights between items, not negative, by the elastic net.</summary>
/// <remarks>
/// <para>
/// With A of users x items it minimises 1/2 |A - A W|^2 + l2/2 |W|^2 + l1 |W|_1 over matrices W that are not negative and have a zero diagonal; a
/// user's score of j is the sum of W_ij over its items i. The columns of W are found one by one by coordinate descent, where only items with more
/// than l1 users in common with the column's can have a weight: with G = A^T A, the weight of i for j is
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
        var columns = NeighbourSelection.SelectStrongest(interactions.ItemCount, interactions.ItemCount, (item, column) => Solve(interactions, item, options, column), context.Parallelism);
        return (ItemWeightSpaces.Create(Name, columns.Transpose(), context), options);
    }

    /// <summary>Finds one column of W.</summary>
    /// <param name="interactions">A.</param>
    /// <param name="item">The column's item.</param>
    /// <param name="options">The regularisation.</param>
    /// <param name="column">Receives the column; comes zeroed.</param>
    private static void Solve(InteractionMatrix interactions, int item, Options options, Span<float> column)
    {
        var candidates = ArrayPool<int>.Shared.Rent(interactions.ItemCount);
        var residuals = ArrayPool<float>.Shared.Rent(interactions.UserCount);
        int count = FindCandidates(interactions, item, options.L1, column, candidates);
        residuals.AsSpan(0, interactions.UserCount).Clear();
        foreach (int user in interactions.Transposed.GetItems(item))
        {
            residuals[user] = 1;
        }

        Descend(interactions.Transposed, options, candidates.AsSpan(0, count), residuals, column);
        ArrayPool<float>.Shared.Return(residuals);
        ArrayPool<int>.Shared.Return(candidates);
    }

    /// <summary>Finds the items that can have a weight, and returns their number; the column is only used meanwhile.</summary>
    private static int FindCandidates(InteractionMatrix interactions, int item, float l1, Span<float> column, Span<int> candidates)
    {
        CoOccurrence.FillRow(interactions, item, column);
        int count = 0;
        for (int other = 0; other < column.Length; other++)
        {
            if (column[other] > l1)
            {
                candidates[count++] = other;
            }
        }

        column.Clear();
        return count;
    }

    /// <summary>Coordinate descent: passes over the weights above 0 until they stay, then over all candidates, until those stay too.</summary>
    /// <param name="users">The items' users.</param>
    /// <param name="options">The regularisation.</param>
    /// <param name="candidates">The items that can have a weight.</param>
    /// <param name="residuals">What the weights leave of the item's column of A, user by user; comes as that column.</param>
    /// <param name="column">The weights; come zeroed.</param>
    private static void Descend(InteractionMatrix users, Options options, ReadOnlySpan<int> candidates, Span<float> residuals, Span<float> column)
    {
        bool all = true;
        for (int pass = 0; pass < MaximumPasses; pass++)
        {
            float largest = 0;
            foreach (int other in candidates)
            {
                float old = column[other];
                if (old == 0 && !all)
                {
                    continue;
                }

                // G_ij - sum of G_ik W_kj is the sum of the residuals of i's users. They are few beside the items that i is taken with: a row of G.
                var others = users.GetItems(other);
                float value = MathF.Max(0, Sum(residuals, others) + others.Length * old - options.L1) / (others.Length + options.L2);
                if (value != old)
                {
                    column[other] = value;
                    Add(residuals, others, old - value);
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

    private static float Sum(ReadOnlySpan<float> residuals, ReadOnlySpan<int> users)
    {
        float sum = 0;
        foreach (int user in users)
        {
            sum += residuals[user];
        }

        return sum;
    }

    private static void Add(Span<float> residuals, ReadOnlySpan<int> users, float change)
    {
        foreach (int user in users)
        {
            residuals[user] += change;
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
