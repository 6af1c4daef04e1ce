using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Clusters the items of a trained space by ML.NET's k-means.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys, mapped as the space was trained</description></item>
/// <item><term>Output</term><description>the columns of <see cref="ClusteringTransformer"/></description></item>
/// </list>
/// </summary>
public sealed class ClusteringEstimator : IEstimator<ClusteringTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly RepresentationSpace _space;
    private readonly Options _options;
    private readonly InteractionColumns _columns;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context; its seed is that of the first centroids.</param>
    /// <param name="space">The space whose items are clustered.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">M is below 1 or above the number of items, or K is below 1 or above M.</exception>
    public ClusteringEstimator(IHostEnvironment environment, RepresentationSpace space, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(space);
        _environment = environment;
        _space = space;
        _options = options ?? new Options();
        _columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
        int clusters = _options.Clusters ?? ClusteringTrainer.GetDefaultClusters(space.ItemCount);
        if (clusters < 1 || clusters > space.ItemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(Options.Clusters), clusters, $"The number M of clusters must lie between 1 and the number of items, {space.ItemCount}.");
        }

        if (_options.NearestClusters < 1 || _options.NearestClusters > clusters)
        {
            throw new ArgumentOutOfRangeException(nameof(Options.NearestClusters), _options.NearestClusters, $"The number K of nearest clusters must lie between 1 and M = {clusters}.");
        }
    }

    /// <summary>Clusters the items.</summary>
    /// <param name="input">Data with the space's users and items; no row of it is read.</param>
    /// <exception cref="ArgumentException">A column is missing, no key, or not over as many values as the space.</exception>
    public ClusteringTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        KeyColumn.Find(input.Schema, _columns.User, _space.UserCount);
        KeyColumn.Find(input.Schema, _columns.Item, _space.ItemCount);
        var index = ClusteringTrainer.Train(_space, _options.Clusters, _environment.GetSeed(), _options.CancellationToken);
        return new ClusteringTransformer(_environment, index, _options.NearestClusters, _columns.User, _columns.Item);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _columns.Check(inputSchema);
        return ColumnShape.Append(inputSchema, ClusteringTransformer.GetOutputShape());
    }

    /// <summary>The options of <see cref="ClusteringEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="NearestClusters"/>.</summary>
        public const int DefaultNearestClusters = 1;

        /// <summary>The number M of clusters, from 1 to the number of items.</summary>
        /// <value>Default: about the square root of the number of items.</value>
        public int? Clusters;

        /// <summary>The number K of clusters that a user is nearest to, from 1 to M.</summary>
        /// <value>Default 1.</value>
        public int NearestClusters = DefaultNearestClusters;

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;

        /// <summary>Stops the training.</summary>
        public CancellationToken CancellationToken;
    }
}
