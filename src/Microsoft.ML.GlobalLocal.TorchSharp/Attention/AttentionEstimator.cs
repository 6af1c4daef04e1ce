using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains representation spaces and the attention over them (section 3.3 of the paper): GAD, GAP, LAD, LAP, AD, AP, or attention over any other
/// spaces.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys; every row is an interaction</description></item>
/// <item><term>Output</term><description>the columns of <see cref="AttentionTransformer"/></description></item>
/// </list>
/// It is what <see cref="GlobalLocalTrainer"/> does before it clusters the items.
/// </summary>
public sealed class AttentionEstimator : IEstimator<AttentionTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly IReadOnlyList<SpaceTrainer> _spaces;
    private readonly Options _options;
    private readonly InteractionColumns _columns;
    private readonly AttentionTraining _attention;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context; its seed is that of the training.</param>
    /// <param name="spaces">The trainers of the spaces, each with a name of its own, the local ones behind the global ones that they stand on.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">There is no space, or an option is out of its range.</exception>
    public AttentionEstimator(IHostEnvironment environment, IReadOnlyList<SpaceTrainer> spaces, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(spaces);
        _environment = environment;
        _spaces = [.. spaces];
        _options = options ?? new Options();
        _columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
        _attention = AttentionTraining.Choose(_options.Attention, _options.TripletAttention, Presets.CreateAttention(GlobalLocalPreset.Default));
        AttentionTraining.CheckSpaces(_spaces);
        OptionCheck.AtLeast(_options.TopN, 1, nameof(Options.TopN));
        OptionCheck.AtLeast(_options.Threads ?? 1, 1, nameof(Options.Threads));
    }

    /// <summary>Trains the spaces and the attention.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or no key, there is too little data, or vectors shall be blended of spaces that differ in dimension.
    /// </exception>
    /// <exception cref="InvalidOperationException">No space can be trained on this data.</exception>
    /// <exception cref="TorchBackendException">Libtorch can't be used.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public AttentionTransformer Fit(IDataView input)
    {
        var interactions = InteractionReader.Read(_environment, input, _columns, _options.CancellationToken).Interactions;
        var model = _attention.Train(_spaces, new SpaceTrainingContext
        {
            Interactions = interactions,
            Host = _environment,
            Seed = _environment.GetSeed(),
            Threads = _options.Threads ?? Environment.ProcessorCount,
            TopN = _options.TopN,
            Progress = _options.Progress,
            CancellationToken = _options.CancellationToken,
        });
        return new AttentionTransformer(_environment, model, interactions, _columns.User, _columns.Item, _options.BlendedVectors);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _columns.Check(inputSchema);
        return ColumnShape.Append(inputSchema, AttentionTransformer.GetOutputShape(_options.BlendedVectors));
    }

    /// <summary>The options of <see cref="AttentionEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="TopN"/>.</summary>
        public const int DefaultTopN = 10;

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;

        /// <summary>The options of attention trained by ranking; not together with <see cref="TripletAttention"/>.</summary>
        /// <value>Default: those of <see cref="AttentionOptions"/>, unless <see cref="TripletAttention"/> is set.</value>
        public AttentionOptions? Attention;

        /// <summary>
        /// The options of attention trained by triplets, the paper's way; not together with <see cref="Attention"/>. Where it reads or blends
        /// representations, the spaces keep the vectors of nine tenths of every user's interactions, to which the attention belongs.
        /// </summary>
        /// <value>Default: none.</value>
        public AttentionTrainer.Options? TripletAttention;

        /// <summary>Whether the blended vectors are among the output columns; all spaces must then have the same dimension.</summary>
        /// <value>Default: no.</value>
        public bool BlendedVectors;

        /// <summary>The length N of the lists by which all is judged on what is held out, at least 1.</summary>
        /// <value>Default 10.</value>
        public int TopN = DefaultTopN;

        /// <summary>The number of threads, at least 1; the result does not depend on it.</summary>
        /// <value>Default: one per core.</value>
        public int? Threads;

        /// <summary>Receives reports of progress.</summary>
        /// <value>Default: none.</value>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Stops the training.</summary>
        public CancellationToken CancellationToken;
    }
}
