using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Looks up clusters of items in an index over one space (section 3.4 of the paper). Row by row, from a user key and an item key:
/// <list type="table">
/// <item><term><c>Cluster</c></term><description>the item's cluster, a key over the M clusters; missing (0) for a missing item</description></item>
/// <item><term><c>NearestClusters</c></term><description>the K clusters nearest to the user, nearest first; missing for a missing user</description></item>
/// </list>
/// </summary>
public sealed class ClusteringTransformer : RowMappingTransformer, ISavedTransformer<ClusteringTransformer>
{
    /// <summary>The name of the column of the item's cluster.</summary>
    public const string ClusterColumnName = "Cluster";

    /// <summary>The name of the column of the clusters nearest to the user.</summary>
    public const string NearestClustersColumnName = "NearestClusters";

    private const string Signature = "GLCL";
    private const int Version = 2;

    /// <summary>Makes the transformer of a finished index.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="index">The index.</param>
    /// <param name="nearestClusters">The number K of clusters per user, from 1 to the index's M.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nearestClusters"/> is below 1 or above M.</exception>
    public ClusteringTransformer(IHostEnvironment environment, ClusteringIndex index, int nearestClusters, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem)
        : base(environment)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (nearestClusters < 1 || nearestClusters > index.ClusterCount)
        {
            throw new ArgumentOutOfRangeException(nameof(nearestClusters), nearestClusters, $"The number K of nearest clusters must lie between 1 and the index's M = {index.ClusterCount}.");
        }

        Index = index;
        NearestClusters = nearestClusters;
        Columns = new InteractionColumns(userColumnName, itemColumnName);
    }

    static string ISavedTransformer<ClusteringTransformer>.ModelSignature => "GL CLUST";

    static string ISavedTransformer<ClusteringTransformer>.LoaderSignature => "GlobalLocalClusters";

    /// <summary>The index.</summary>
    public ClusteringIndex Index { get; }

    /// <summary>The number K of clusters per user.</summary>
    public int NearestClusters { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    static ClusteringTransformer ISavedTransformer<ClusteringTransformer>.Read(IHostEnvironment environment, Stream stream) =>
        ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            int nearestClusters = reader.ReadInt32(1, int.MaxValue);
            return new ClusteringTransformer(environment, ClusteringStream.Read(reader), nearestClusters, columns.User, columns.Item);
        });

    // *** Binary format ***
    // string: user column, string: item column
    // int: K
    // the index (ClusteringStream)
    void ISavedTransformer<ClusteringTransformer>.Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        Columns.Write(writer);
        writer.Write(NearestClusters);
        ClusteringStream.Write(Index, writer);
        writer.Complete();
    }

    /// <summary>The columns that the transformer adds, for the estimator that makes one.</summary>
    internal static SchemaShape.Column[] GetOutputShape() => [ColumnShape.Key(ClusterColumnName), ColumnShape.KeyVector(NearestClustersColumnName)];

    private protected override IRowMapping Map(DataViewSchema inputSchema)
    {
        var user = KeyColumn.Find(inputSchema, Columns.User, Index.Space.UserCount);
        var item = KeyColumn.Find(inputSchema, Columns.Item, Index.Space.ItemCount);
        var clusterType = new KeyDataViewType(typeof(uint), Index.ClusterCount);
        return new RowMapping<DataViewRow>(
            row => row,
            new OutputColumn<DataViewRow>(
                new DataViewSchema.DetachedColumn(ClusterColumnName, clusterType),
                [item.Index],
                row => CreateCluster(KeyColumn.CreateReader(row, item))),
            new OutputColumn<DataViewRow>(
                new DataViewSchema.DetachedColumn(NearestClustersColumnName, new VectorDataViewType(clusterType, NearestClusters)),
                [user.Index],
                row => CreateNearest(KeyColumn.CreateReader(row, user))));
    }

    private protected override void Save(ModelSaveContext context) => ModelStream.Save(context, this);

    private ValueGetter<uint> CreateCluster(Func<int> readItem) => (ref uint cluster) =>
        cluster = readItem() is >= 0 and var item ? (uint)Index.GetCluster(item) + 1 : 0;

    private ValueGetter<VBuffer<uint>> CreateNearest(Func<int> readUser)
    {
        var ranked = new int[Index.ClusterCount];
        return (ref VBuffer<uint> clusters) =>
        {
            var editor = VBufferEditor.Create(ref clusters, NearestClusters);
            editor.Values.Clear();
            if (readUser() is >= 0 and var user)
            {
                Index.RankClusters(Index.Space.GetUserVector(user), ranked);
                for (int n = 0; n < NearestClusters; n++)
                {
                    editor.Values[n] = (uint)ranked[n] + 1;
                }
            }

            clusters = editor.Commit();
        };
    }
}
