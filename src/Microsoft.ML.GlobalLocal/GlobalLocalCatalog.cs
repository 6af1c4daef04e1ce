using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The one door to this library: <c>mlContext.GlobalLocal()</c>. It makes the steps of a pipeline, and works with the models that they give.
/// </summary>
public sealed class GlobalLocalCatalog
{
    /// <summary>The default length N of lists in evaluation.</summary>
    public const int DefaultTopN = 10;

    internal GlobalLocalCatalog(MLContext context)
    {
        Context = context;
        Spaces = new SpacesCatalog(context);
        Trainers = new TrainersCatalog(context);
    }

    /// <summary>Estimators of one representation space each.</summary>
    public SpacesCatalog Spaces { get; }

    /// <summary>Trainers of whole models; the package Microsoft.ML.GlobalLocal.TorchSharp brings them.</summary>
    public TrainersCatalog Trainers { get; }

    internal MLContext Context { get; }

    /// <summary>Draws training triplets; append it with <see cref="TransformerScope.Training"/>.</summary>
    /// <param name="options">The options; default: those of <see cref="TripletEstimator.Options"/>.</param>
    public TripletEstimator Triplets(TripletEstimator.Options? options = null) => new(Context, options);

    /// <summary>Clusters the items of a trained space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="options">The options; default: those of <see cref="ClusteringEstimator.Options"/>.</param>
    public ClusteringEstimator Clusters(RepresentationSpace space, ClusteringEstimator.Options? options = null) => new(Context, space, options);

    /// <summary>Recommends items to every user, as columns.</summary>
    /// <param name="model">A trained model: a <see cref="GlobalLocalTransformer"/>, or a chain with one.</param>
    /// <param name="topN">The number N of items, at least 1. Default 10.</param>
    /// <param name="clusters">The number K of clusters that a search visits, from 1 to the index's M; <see langword="null"/>: as the model has it.</param>
    /// <param name="userColumnName">The column of user keys; <see langword="null"/>: that of the model.</param>
    /// <exception cref="ArgumentException">There is no model of this library in the transformer.</exception>
    public RecommendationEstimator Recommend(ITransformer model, int topN = DefaultTopN, int? clusters = null, string? userColumnName = null) =>
        new(Context, FindModel(model), topN, clusters, userColumnName ?? FindColumns(model).User);

    /// <summary>Retrieves candidates by a model and ranks them anew by one of ML.NET's ranking trainers, such as FastTree.</summary>
    /// <param name="model">What trains the model that retrieves the candidates.</param>
    /// <param name="ranking">What trains the ranking, by the columns <c>Features</c>, <c>Label</c> and <c>GroupId</c>.</param>
    /// <param name="options">The options; default: those of <see cref="RerankingEstimator.Options"/>.</param>
    public RerankingEstimator Rerank(IEstimator<GlobalLocalTransformer> model, IEstimator<ITransformer> ranking, RerankingEstimator.Options? options = null) =>
        new(Context, model, ranking, options);

    /// <summary>Makes a thread-safe recommender of a model, just trained or loaded from a zip.</summary>
    /// <param name="model">A trained model: a <see cref="GlobalLocalTransformer"/>, or a chain with one.</param>
    /// <param name="metrics">What counts and times the requests; <see langword="null"/>: nothing.</param>
    /// <exception cref="ArgumentException">There is no model of this library in the transformer.</exception>
    public Recommender CreateRecommender(ITransformer model, RecommenderMetrics? metrics = null) => new(FindModel(model), metrics);

    /// <summary>
    /// Evaluates a model's top-N lists against held-out interactions. The ids of the data are looked up in the model, so the data may have them as
    /// text, as whole numbers, or as keys of any mapping. Users that training did not have count with zeros, for no user is dropped; items that it did
    /// not have are test items that no list can hold.
    /// </summary>
    /// <param name="model">A trained model: a <see cref="GlobalLocalTransformer"/>, or a chain with one.</param>
    /// <param name="testData">
    /// The held-out interactions, in columns of the names that the model was trained with. Best before any key mapping, which makes all unknown
    /// users, and all unknown items, the same.
    /// </param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <param name="clusters">The number K of clusters that a search visits, from 1 to the index's M; <see langword="null"/>: as the model has it.</param>
    /// <param name="threads">The number of threads; default: one per core.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">There is no model in the transformer, a column is missing, or no row has a user of the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> or <paramref name="clusters"/> is out of range.</exception>
    public TopNMetrics Evaluate(ITransformer model, IDataView testData, int topN = DefaultTopN, int? clusters = null, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(testData);
        var test = ReadTest(model, testData);
        var metrics = TopNEvaluator.Evaluate(test.Model.Retriever.WithClusters(clusters), test.ToMatrix(), topN, threads, cancellationToken);
        return Complete(metrics, test);
    }

    /// <summary>
    /// Evaluates a model leave-one-out: every held-out item is ranked among items that its user has not interacted with (Table 6 of the paper). Ids
    /// are looked up as in <see cref="Evaluate"/>.
    /// </summary>
    /// <param name="model">A trained model: a <see cref="GlobalLocalTransformer"/>, or a chain with one.</param>
    /// <param name="testData">The held-out interactions; each row is a case.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <param name="negatives">The number of negatives per case, drawn at random with the context's seed. Default 99, as in the paper.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">There is no model in the transformer, a column is missing, or no row has a user of the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> or <paramref name="negatives"/> is below 1.</exception>
    public TopNMetrics EvaluateLeaveOneOut(ITransformer model, IDataView testData, int topN = DefaultTopN, int negatives = 99, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(testData);
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        var test = ReadTest(model, testData);
        var cases = test.CreateCases(negatives, Context.GetSeed());
        return Complete(LeaveOneOutEvaluator.Evaluate(test.Model.Attention, test.Model.Interactions, cases, topN, cancellationToken), test);
    }

    /// <summary>
    /// Saves a model by <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/>, but beside the old file first: a save that
    /// fails leaves the old file whole.
    /// </summary>
    /// <param name="model">Any model of ML.NET.</param>
    /// <param name="inputSchema">The schema of the model's input; <see langword="null"/>: it is not saved.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or its folder, may not be written to.</exception>
    public void Save(ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFile.Save(Context, model, inputSchema, path);
    }

    /// <summary>
    /// Loads a model by <see cref="ModelOperationsCatalog.Load(string, out DataViewSchema)"/>, which needs nothing of this; but what is wrong with a
    /// file is told in one plain exception, and the whole file is checked before anything is made of it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="inputSchema">Receives the schema of the model's input.</param>
    /// <exception cref="InvalidDataException">The file is no model, or was truncated or altered, or is of another version.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelFile.Load(Context, path, out inputSchema);
    }

    /// <summary>Loads a model from a stream, checked and told as <see cref="Load(string, out DataViewSchema)"/> does it.</summary>
    /// <param name="stream">A stream that can be read and sought, such as an open file; it is read from its start and stays open.</param>
    /// <param name="inputSchema">Receives the schema of the model's input.</param>
    /// <exception cref="InvalidDataException">The stream is no model, or was truncated or altered, or is of another version.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Load(Context, stream, (stream as FileStream)?.Name ?? "stream", out inputSchema);
    }

    private static GlobalLocalModel FindModel(ITransformer model) =>
        Find<GlobalLocalTransformer>(model)?.Model ?? Find<RecommendationTransformer>(model)?.Model ?? throw NoModel(model);

    /// <summary>The columns of the model; a step that recommends knows that of the users alone.</summary>
    private static InteractionColumns FindColumns(ITransformer model) =>
        Find<GlobalLocalTransformer>(model)?.Columns ?? new InteractionColumns((Find<RecommendationTransformer>(model) ?? throw NoModel(model)).UserColumnName);

    /// <summary>The last transformer of a kind in a chain of any depth.</summary>
    private static T? Find<T>(ITransformer model)
        where T : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        return model as T ?? (model as IEnumerable<ITransformer>)?.Reverse().Select(Find<T>).FirstOrDefault(found => found is not null);
    }

    private static ArgumentException NoModel(ITransformer model) => new(
        $"There is no global-local model in this {model.GetType().Name}. It comes from a trainer of the catalog's Trainers, as the last step of a pipeline; a space or clusters alone recommend nothing, and a re-ranked model gives its lists by Transform.", nameof(model));

    private static TestInteractions ReadTest(ITransformer model, IDataView testData) => TestInteractions.Read(FindModel(model), testData, FindColumns(model));

    private TopNMetrics Complete(TopNMetrics metrics, TestInteractions test)
    {
        Context.LogInfo(
            nameof(GlobalLocalCatalog),
            $"{metrics.Users} users evaluated, {test.UnknownUserCount} of whom training did not have: they count with zeros; {test.UnknownItemInteractionCount} test interactions with items that it did not have count as missed");
        return new TopNMetrics(metrics)
        {
            UnknownUsers = test.UnknownUserCount,
            UnknownUserInteractions = test.UnknownUserInteractionCount,
            UnknownItemInteractions = test.UnknownItemInteractionCount,
        };
    }
}
