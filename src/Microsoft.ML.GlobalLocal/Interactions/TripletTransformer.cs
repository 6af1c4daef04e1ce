using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Turns interactions into training triplets. Rows of a user key and an item key become other rows, so append it with
/// <see cref="TransformerScope.Training"/>: a pipeline for scoring must not have it.
/// <list type="table">
/// <item><term>the user column</term><description>the user u, a key</description></item>
/// <item><term><c>Positive</c></term><description>an item i+ that the user interacted with, a key</description></item>
/// <item><term><c>Negative</c></term><description>an item i- that it did not interact with, a key</description></item>
/// </list>
/// Without an index the triplets are of the global set T (Eq. 2), with one of the local sets (Eqs. 5 and 6). The same data gives the same triplets
/// each time. Nothing is kept of the input's other columns.
/// </summary>
public sealed class TripletTransformer : ITransformer, ISavedTransformer<TripletTransformer>
{
    /// <summary>The name of the column of positive items.</summary>
    public const string PositiveColumnName = "Positive";

    /// <summary>The name of the column of negative items.</summary>
    public const string NegativeColumnName = "Negative";

    private const string Signature = "GLTP";
    private const int Version = 2;

    private readonly IHost _host;

    /// <summary>Makes the transformer.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="seed">The seed of the sampling.</param>
    /// <param name="tripletsPerInteraction">How often every interaction is a positive, at least 1.</param>
    /// <param name="index">The clusters that local triplets are drawn from; <see langword="null"/>: global triplets.</param>
    /// <param name="candidateClusters">The number J of a user's candidate clusters, from 1 to the index's M; of no use without an index.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    /// <exception cref="ArgumentException">A column would be written twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tripletsPerInteraction"/> or <paramref name="candidateClusters"/> is out of range.</exception>
    public TripletTransformer(IHostEnvironment environment, int seed, int tripletsPerInteraction = 1, ClusteringIndex? index = null, int candidateClusters = 1, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(tripletsPerInteraction, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidateClusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidateClusters, index?.ClusterCount ?? int.MaxValue);
        Columns = new InteractionColumns(userColumnName, itemColumnName);
        if (userColumnName is PositiveColumnName or NegativeColumnName)
        {
            throw new ArgumentException($"The user column is '{userColumnName}', which is the name of an output column; rename it.", nameof(userColumnName));
        }

        _host = environment.Register(nameof(TripletTransformer));
        Seed = seed;
        TripletsPerInteraction = tripletsPerInteraction;
        Index = index;
        CandidateClusters = candidateClusters;
    }

    static string ISavedTransformer<TripletTransformer>.ModelSignature => "GL TRIPL";

    static string ISavedTransformer<TripletTransformer>.LoaderSignature => "GlobalLocalTriplets";

    bool ITransformer.IsRowToRowMapper => false;

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    /// <summary>The seed of the sampling.</summary>
    public int Seed { get; }

    /// <summary>How often every interaction is a positive.</summary>
    public int TripletsPerInteraction { get; }

    /// <summary>The clusters that local triplets are drawn from; <see langword="null"/>: the triplets are global.</summary>
    public ClusteringIndex? Index { get; }

    /// <summary>The number J of a user's candidate clusters.</summary>
    public int CandidateClusters { get; }

    static TripletTransformer ISavedTransformer<TripletTransformer>.Read(IHostEnvironment environment, Stream stream) =>
        ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            int seed = reader.ReadInt32(int.MinValue, int.MaxValue);
            int tripletsPerInteraction = reader.ReadInt32(1, int.MaxValue);
            int candidateClusters = reader.ReadInt32(1, int.MaxValue);
            var index = reader.ReadInt32(0, 1) == 1 ? ClusteringStream.Read(reader) : null;
            return new TripletTransformer(environment, seed, tripletsPerInteraction, index, candidateClusters, columns.User, columns.Item);
        });

    // *** Binary format ***
    // string: user column, string: item column
    // int: seed, int: triplets per interaction, int: candidate clusters
    // int: index (0 or 1); the index (ClusteringStream)
    void ISavedTransformer<TripletTransformer>.Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        Columns.Write(writer);
        writer.Write(Seed);
        writer.Write(TripletsPerInteraction);
        writer.Write(CandidateClusters);
        writer.Write(Index is null ? 0 : 1);
        if (Index is not null)
        {
            ClusteringStream.Write(Index, writer);
        }

        writer.Complete();
    }

    /// <summary>The schema of the triplets; the keys have the values of the input's.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var user = KeyColumn.Find(inputSchema, Columns.User);
        var item = KeyColumn.Find(inputSchema, Columns.Item);
        return CreateView([], KeyColumn.ReadIds(user), KeyColumn.ReadIds(item)).Schema;
    }

    /// <summary>Reads the interactions and draws the triplets.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or no key, there is too little data, or the index is over other users or items.</exception>
    public IDataView Transform(IDataView input)
    {
        var data = InteractionReader.Read(_host, input, Columns);
        TripletSampler sampler = Index is null
            ? new GlobalTripletSampler(data.Interactions, Seed, TripletsPerInteraction)
            : new LocalTripletSampler(data.Interactions, Index, CandidateClusters, Seed, TripletsPerInteraction);
        var triplets = new Triplet[sampler.MaximumCount];
        int count = sampler.Sample(triplets);
        string details = sampler is LocalTripletSampler local
            ? $"{local.IntraCount} within a cluster, {local.InterCount} between clusters, {local.MissedCount} positives without a hard negative"
            : $"{((GlobalTripletSampler)sampler).SkippedUsers} users have every item and are in none";
        _host.LogInfo(nameof(TripletTransformer), $"{count} triplets of {data.Interactions.Count} interactions; {details}");
        return CreateView(triplets.AsSpan(0, count), data.Users.Ids, data.Items.Ids);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new InvalidOperationException("Triplets are other rows than the interactions that they are drawn from. Append the step with TransformerScope.Training, and score with GetModelFor(TransformerScope.Scoring).");

    void ICanSaveModel.Save(ModelSaveContext context) => ModelStream.Save(context, this);

    /// <summary>The columns of the triplets, for the estimator that makes the transformer.</summary>
    internal static SchemaShape GetOutputShape(InteractionColumns columns) => new(
    [
        ColumnShape.Key(columns.User, keyValues: true),
        ColumnShape.Key(PositiveColumnName, keyValues: true),
        ColumnShape.Key(NegativeColumnName, keyValues: true),
    ]);

    private IDataView CreateView(ReadOnlySpan<Triplet> triplets, ReadOnlySpan<string> users, ReadOnlySpan<string> items) =>
        KeyDataView.Create(
            _host,
            triplets.Length,
            (Columns.User, users.ToArray(), Keys(triplets, triplet => triplet.User)),
            (PositiveColumnName, items.ToArray(), Keys(triplets, triplet => triplet.Positive)),
            (NegativeColumnName, items.ToArray(), Keys(triplets, triplet => triplet.Negative)));

    private static uint[] Keys(ReadOnlySpan<Triplet> triplets, Func<Triplet, int> indexOf)
    {
        var keys = new uint[triplets.Length];
        for (int n = 0; n < keys.Length; n++)
        {
            keys[n] = (uint)indexOf(triplets[n]) + 1;
        }

        return keys;
    }
}
