namespace Microsoft.ML.GlobalLocal;

/// <summary>GF-CF: a linear filter over the user-item graph, and an ideal low-pass filter. It has nothing to train but a decomposition.</summary>
/// <remarks>
/// <para>
/// With R = D_U^-1/2 A D_I^-1/2 (D: numbers of interactions) and V its d leading right singular vectors, a user's scores of all items are
/// a_u (R^T R + alpha D_I^-1/2 V V^T D_I^1/2), where a_u is the user's row of A.
/// </para>
/// <para>Shen, Wu, Zhang, Shan, Zhang, Letaief, Li: How powerful is graph convolution for recommendation?, CIKM 2021.</para>
/// </remarks>
public sealed class GfCfTrainer : BaselineTrainer<GfCfTrainer.Options>
{
    private static readonly Options[] DefaultGrid =
    [
        .. from point in new (int Dimension, float Alpha)[] { (64, 0.3f), (256, 0.3f), (32, 1), (64, 0.1f), (128, 0.3f), (32, 0.3f), (64, 1), (128, 1), (256, 0.1f), (16, 1) } select new Options { Dimension = point.Dimension, Alpha = point.Alpha },
    ];

    /// <summary>
    /// Makes a trainer that chooses from the default grid: (d, alpha) of (64, 0.3), (256, 0.3), (32, 1), (64, 0.1), (128, 0.3), (32, 0.3), (64, 1),
    /// (128, 1), (256, 0.1), (16, 1).
    /// </summary>
    public GfCfTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public GfCfTrainer(Options options)
        : this([options])
    {
    }

    private GfCfTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.AtLeast(options.Alpha, 0, nameof(Options.Alpha));
        }
    }

    /// <inheritdoc/>
    public override string Name => "GF-CF";

    /// <inheritdoc/>
    public override string Paper => "Shen, Wu, Zhang, Shan, Zhang, Letaief, Li: How powerful is graph convolution for recommendation?, CIKM 2021";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new GfCfTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var spectral = new SpectralTrainer(new() { Dimensions = [options.Dimension], PopularityExponents = [0.5f], UserExponent = 0.5f, ItemExponent = 0.5f });
        var lowPass = spectral.Train(context with { Validation = null, OtherRounds = [], Progress = null }).Space;

        // There the user's side is also divided by the root of its number of items; here it is not.
        var folding = new WeightedSumFolding(ScaledGram.GetPowers(context.Interactions.Transposed, -1), countExponent: 0);
        var users = folding.FoldAll(lowPass.ItemTable, context.Interactions, context.Parallelism);
        var tables = new SpaceTables(Name, lowPass.Dimension, users, lowPass.ItemTable, folding);
        return (new GraphFilterSpace(tables, context.Interactions, options.Alpha), options);
    }

    /// <summary>The options of <see cref="GfCfTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The number d of singular vectors that the low-pass filter lets through, at least 1; no more are taken than there are items. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The weight alpha of the low-pass filter, at least 0. Default: 0.3.</summary>
        public float Alpha { get; init; } = 0.3f;
    }
}
