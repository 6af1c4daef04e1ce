using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Learns one representation space from interactions, by any <see cref="SpaceTrainer"/>.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys; every row is an interaction</description></item>
/// <item><term>Output</term><description>the columns of <see cref="SpaceTransformer"/></description></item>
/// </list>
/// A part of every user's interactions is held out inside the fit for the trainer to choose its hyper-parameters by; then it trains again on all
/// of them.
/// </summary>
public sealed class SpaceEstimator : IEstimator<SpaceTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly SpaceTrainer _trainer;
    private readonly Options _options;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context; its seed is that of the training.</param>
    /// <param name="trainer">What trains the space.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SpaceEstimator(IHostEnvironment environment, SpaceTrainer trainer, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(trainer);
        _environment = environment;
        _trainer = trainer;
        _options = options ?? new Options();
        _options.Check();
        Columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
    }

    private InteractionColumns Columns { get; }

    /// <summary>Trains the space.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or no key, or there is too little data.</exception>
    /// <exception cref="InvalidOperationException">The space cannot be trained on this data.</exception>
    public SpaceTransformer Fit(IDataView input)
    {
        var (data, space) = SpaceFit.Fit(_environment, _trainer, _options, Columns, input);
        return new SpaceTransformer(_environment, space, data.Interactions, Columns.User, Columns.Item);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Columns.Check(inputSchema);
        return ColumnShape.Append(inputSchema, SpaceTransformer.GetOutputShape(_trainer.Name));
    }

    /// <summary>The options of <see cref="SpaceEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="ValidationShare"/>.</summary>
        public const double DefaultValidationShare = 0.1;

        /// <summary>The default of <see cref="TopN"/>.</summary>
        public const int DefaultTopN = 10;

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;

        /// <summary>The share of every user's interactions that is held out for choosing hyper-parameters, in [0, 1); 0: nothing is chosen.</summary>
        /// <value>Default 0.1.</value>
        public double ValidationShare = DefaultValidationShare;

        /// <summary>The length N of the lists by which the space is judged on what is held out, at least 1.</summary>
        /// <value>Default 10.</value>
        public int TopN = DefaultTopN;

        /// <summary>The number of threads; the result does not depend on it.</summary>
        /// <value>Default: one per core.</value>
        public int? Threads;

        /// <summary>Receives reports of progress.</summary>
        /// <value>Default: none.</value>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Stops the training.</summary>
        public CancellationToken CancellationToken;

        internal void Check()
        {
            ArgumentOutOfRangeException.ThrowIfNegative(ValidationShare, nameof(ValidationShare));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ValidationShare, 1, nameof(ValidationShare));
            ArgumentOutOfRangeException.ThrowIfLessThan(TopN, 1, nameof(TopN));
            ArgumentOutOfRangeException.ThrowIfLessThan(Threads ?? 1, 1, nameof(Threads));
        }
    }
}
