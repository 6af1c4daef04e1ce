using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Puts the drawing of training triplets into a pipeline. Nothing is learned. Append it with <see cref="Microsoft.ML.Data.TransformerScope.Training"/>:
/// it changes the rows.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys; every row is an interaction</description></item>
/// <item><term>Output</term><description>the columns of <see cref="TripletTransformer"/>, and no others</description></item>
/// </list>
/// </summary>
public sealed class TripletEstimator : IEstimator<TripletTransformer>
{
    private readonly TripletTransformer _transformer;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context; its seed is that of the sampling.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A column would be written twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    public TripletEstimator(IHostEnvironment environment, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        options ??= new Options();
        _transformer = new TripletTransformer(environment, environment.GetSeed(), options.TripletsPerInteraction, options.Index, options.CandidateClusters, options.UserColumnName, options.ItemColumnName);
    }

    /// <summary>Gives the transformer, once the input is seen to have the columns.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public TripletTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _transformer.Columns.Check(inputSchema);
        return TripletTransformer.GetOutputShape(_transformer.Columns);
    }

    /// <summary>The options of <see cref="TripletEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="TripletsPerInteraction"/>.</summary>
        public const int DefaultTripletsPerInteraction = 1;

        /// <summary>The default of <see cref="CandidateClusters"/>.</summary>
        public const int DefaultCandidateClusters = 1;

        /// <summary>How often every interaction is a positive, at least 1.</summary>
        /// <value>Default 1.</value>
        public int TripletsPerInteraction = DefaultTripletsPerInteraction;

        /// <summary>The clusters that local triplets (Eqs. 5 and 6) are drawn from.</summary>
        /// <value>Default: none, the triplets are global (Eq. 2).</value>
        public ClusteringIndex? Index;

        /// <summary>The number J of a user's candidate clusters, from 1 to the index's M; of no use without an index.</summary>
        /// <value>Default 1.</value>
        public int CandidateClusters = DefaultCandidateClusters;

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;
    }
}
