using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Turns every user into the best candidates of a trained model, as rows for one of ML.NET's ranking trainers. The names of the columns are those that
/// the trainers look for.
/// <list type="table">
/// <item><term>the user column</term><description>the user, a key</description></item>
/// <item><term><c>GroupId</c></term><description>a key: the number of the input row, from 1; the candidates of a row stand together</description></item>
/// <item><term>the item column</term><description>the candidate, a key, the best first</description></item>
/// <item><term><c>Features</c></term><description>a vector of Single whose slot names say what each is, see the remarks</description></item>
/// <item><term><c>Label</c></term><description>only from <see cref="CreateTrainingData"/>: 1 if the user took the item, else 0</description></item>
/// </list>
/// Nothing is kept of the input's other columns. A row whose user training did not have, or who has every item, gives one row without an item, with NaN
/// for the features, so that it is not lost.
/// </summary>
/// <remarks>
/// <para>
/// The features, in this order: <c>[space].Score</c>, the score in each space, scaled to unit variance; <c>[space].Weight</c>, the attention's weight of
/// each space for the pair (Eq. 8); <c>Rank</c>, from 1, and <c>Score</c>, those of the model; <c>LogPopularity</c>, log((1 + n) / (1 + m)) of the item's
/// number n of interactions and the mean m of all items; <c>LogActivity</c>, the same of the user; then the item columns and the context columns that the
/// author names.
/// </para>
/// <para>
/// What an author's column has no value for is NaN, as for an item without a row in the item data. FastTree leaves rows with NaN out of its training, so put
/// ReplaceMissingValues before it where that may be.
/// </para>
/// <para>
/// The ranking must be trained on interactions that the model was not trained on, since on its own training data the most overfitted space looks best.
/// <see cref="RerankingEstimator"/> sees to that; with this transformer alone, the author does.
/// </para>
/// </remarks>
public sealed partial class CandidateTransformer : ITransformer, ISavedTransformer<CandidateTransformer>
{
    /// <summary>The name of the column that says which candidates belong together.</summary>
    public const string GroupColumnName = "GroupId";

    /// <summary>The name of the column of features.</summary>
    public const string FeaturesColumnName = "Features";

    /// <summary>The name of the column of labels.</summary>
    public const string LabelColumnName = "Label";

    private const string Signature = "GLCA";
    private const int Version = 1;

    private readonly string[] _contextColumns;
    private readonly float _logMeanActivity;

    /// <summary>Makes the transformer of a finished model.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A column or a space is missing, a column has a type that is no feature, or a column would be written twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    public CandidateTransformer(IHostEnvironment environment, GlobalLocalModel model, Options? options = null)
        : this(environment, model, options ??= new Options(), ReadItemFeatures(model, options))
    {
    }

    private CandidateTransformer(IHostEnvironment environment, GlobalLocalModel model, Options options, ItemFeatures itemFeatures)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(Options.Count));
        Columns = new InteractionColumns(options.UserColumnName, options.ItemColumnName);
        if (new[] { Columns.User, Columns.Item }.FirstOrDefault(name => name is GroupColumnName or FeaturesColumnName or LabelColumnName) is { } taken)
        {
            throw new ArgumentException($"The name '{taken}' is that of an output column; rename the user or item column.", nameof(options));
        }

        _contextColumns = [.. options.ContextColumns];
        Model = model;
        Count = options.Count;
        Retriever = model.Retriever.WithClusters(options.Clusters);
        var all = model.Attention.Spaces.Select(space => space.Name).ToArray();
        Spaces = [.. options.Spaces ?? all];
        SpaceIndices = [.. Spaces.Select(name => Array.IndexOf(all, name) is >= 0 and var index ? index : throw new ArgumentException(
            $"The option {nameof(Options.Spaces)} names '{name}', but the model has the spaces {string.Join(", ", all)}.", nameof(options)))];
        ItemFeatures = itemFeatures;
        var interactions = model.Interactions;
        float logMeanPopularity = MathF.Log(1 + interactions.Count / (float)interactions.ItemCount);
        LogPopularity = [.. Enumerable.Range(0, interactions.ItemCount).Select(item => MathF.Log(1 + interactions.Transposed.GetCount(item)) - logMeanPopularity)];
        _logMeanActivity = MathF.Log(1 + interactions.Count / (float)interactions.UserCount);
    }

    static string ISavedTransformer<CandidateTransformer>.ModelSignature => "GL CANDI";

    static string ISavedTransformer<CandidateTransformer>.LoaderSignature => "GlobalLocalCandidates";

    bool ITransformer.IsRowToRowMapper => false;

    /// <summary>The model.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    /// <summary>The largest number of candidates of a user.</summary>
    public int Count { get; }

    /// <summary>The number K of clusters that a search visits; <see langword="null"/> where the model has no index.</summary>
    public int? Clusters => Retriever.Clusters;

    /// <summary>The names of the spaces whose scores and weights are features.</summary>
    public IReadOnlyList<string> Spaces { get; }

    /// <summary>The columns of the input that are features.</summary>
    public IReadOnlyList<string> ContextColumns => _contextColumns;

    internal Retriever Retriever { get; }

    /// <summary>The positions of <see cref="Spaces"/> in the model.</summary>
    internal int[] SpaceIndices { get; }

    internal ItemFeatures ItemFeatures { get; }

    /// <summary>The feature LogPopularity: [items].</summary>
    internal float[] LogPopularity { get; }

    static CandidateTransformer ISavedTransformer<CandidateTransformer>.Read(IHostEnvironment environment, Stream stream)
    {
        var (options, names, values) = ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            var read = new Options
            {
                UserColumnName = columns.User,
                ItemColumnName = columns.Item,
                Count = reader.ReadInt32(1, Array.MaxLength),
                Clusters = reader.ReadInt32(0, int.MaxValue) is > 0 and var clusters ? clusters : null,
                Spaces = reader.ReadStrings(),
                ContextColumns = reader.ReadStrings(),
            };
            return (read, reader.ReadStrings(), reader.ReadArrayUpTo<float>(Array.MaxLength));
        });
        var model = GlobalLocalModel.Read(stream);
        return values.Length == (long)model.Items.Count * names.Length
            ? new CandidateTransformer(environment, model, options, new ItemFeatures(names, values))
            : throw new InvalidDataException($"The model was altered: it has {values.Length} features for {model.Items.Count} items with {names.Length} each. Take the file from its source again, or train and save the model again.");
    }

    // *** Binary format ***
    // string: user column, string: item column
    // int: candidates, int: K, 0 without an index
    // strings: spaces, strings: context columns, strings: item features
    // int, float[items * item features]: the item features
    // then, as a stream of its own: the model (GlobalLocalModel.Write)
    void ISavedTransformer<CandidateTransformer>.Write(Stream stream)
    {
        using (var writer = new ModelWriter(stream, Signature, Version))
        {
            Columns.Write(writer);
            writer.Write(Count);
            writer.Write(Clusters ?? 0);
            writer.WriteStrings(Spaces.ToArray());
            writer.WriteStrings(_contextColumns);
            writer.WriteStrings(ItemFeatures.Names);
            writer.WriteArray<float>(ItemFeatures.Values);
            writer.Complete();
        }

        Model.Write(stream);
    }

    /// <summary>The schema of the candidates.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the keys of the users are not those of the model.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        KeyColumn.Find(inputSchema, Columns.User, Model.Users);
        return CandidateSchema.Create(Columns, Model, GetFeatureNames(NumberColumns.Find(inputSchema, _contextColumns)), int.MaxValue, labelled: false);
    }

    /// <summary>Gives the candidates of every row's user, as rows; they are found as they are read.</summary>
    /// <param name="input">The users, with the context columns.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the keys of the users are not those of the model.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var user = KeyColumn.Find(input.Schema, Columns.User, Model.Users);
        var context = NumberColumns.Find(input.Schema, _contextColumns);
        return CreateView(context, int.MaxValue, labelled: false, ReadRequests);

        IEnumerable<CandidateRequest> ReadRequests()
        {
            using var cursor = input.GetRowCursor(context.Columns.Append(user));
            var readUser = KeyColumn.CreateReader(cursor, user);
            var readContext = context.CreateReader(cursor);
            var request = new CandidateRequest(context.Width);
            while (cursor.MoveNext())
            {
                request.User = readUser();
                readContext(request.Context);
                yield return request;
            }
        }
    }

    /// <summary>
    /// Gives labelled candidates to train a ranking on. All rows of one user, and of one context, make one group: their items have the label 1, all other
    /// candidates 0. Items that the user took in another context are no candidates then. Groups without a 1 are left out. <c>GroupId</c> is a key over the
    /// groups, by which ML.NET's splits keep them whole.
    /// </summary>
    /// <param name="heldOut">Interactions that the model was not trained on: user keys, item keys, and the context columns.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or of another type, the keys are not those of the model, or no user and item of the data are known to the model.
    /// </exception>
    public IDataView CreateTrainingData(IDataView heldOut)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        var context = NumberColumns.Find(heldOut.Schema, _contextColumns);
        var user = KeyColumn.Find(heldOut.Schema, Columns.User, Model.Users);
        var item = KeyColumn.Find(heldOut.Schema, Columns.Item, Model.Items);
        var requests = LabelledRequests.Read(heldOut, user, item, context);
        return requests.Count > 0 ? CreateView(context, requests.Count, labelled: true, () => requests) : throw new ArgumentException(
            "None of the held-out rows has a user and an item of the model; there is nothing to train a ranking on.", nameof(heldOut));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new InvalidOperationException("Candidates are other rows than the users that they are for. Use Transform, on a data view of one user if need be.");

    void ICanSaveModel.Save(ModelSaveContext context) => ModelStream.Save(context, this);

    /// <summary>The feature LogActivity of a user.</summary>
    internal float GetLogActivity(int user) => MathF.Log(1 + Model.Interactions.GetCount(user)) - _logMeanActivity;

    private static ItemFeatures ReadItemFeatures(GlobalLocalModel model, Options options)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (options.ItemData is null && options.ItemColumns.Count > 0)
        {
            throw new ArgumentException($"The option {nameof(Options.ItemColumns)} names {string.Join(", ", options.ItemColumns)}, but there is no {nameof(Options.ItemData)} to read them from.", nameof(options));
        }

        return options.ItemData is null || options.ItemColumns.Count == 0
            ? ItemFeatures.None
            : ItemFeatures.Read(options.ItemData, options.ItemColumnName, options.ItemColumns, model.Items);
    }

    private string[] GetFeatureNames(NumberColumns context) =>
    [
        .. Spaces.Select(space => space + ".Score"),
        .. Spaces.Select(space => space + ".Weight"),
        "Rank", "Score", "LogPopularity", "LogActivity",
        .. ItemFeatures.Names,
        .. context.Names,
    ];

    private CandidateView CreateView(NumberColumns context, int groupCount, bool labelled, Func<IEnumerable<CandidateRequest>> readRequests)
    {
        var names = GetFeatureNames(context);
        return new CandidateView(CandidateSchema.Create(Columns, Model, names, groupCount, labelled), () => new CandidateList(this), readRequests, names.Length);
    }
}
