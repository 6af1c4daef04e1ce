namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Pictures of models. Each method gives a plot of ScottPlot, to be shown in a notebook, saved, or restyled first. A model is had from
/// <see cref="GlobalLocalTransformer.Model"/> or from <see cref="Recommender.Model"/>.
/// </summary>
public static class GlobalLocalPlots
{
    /// <summary>The default length N of lists.</summary>
    public const int DefaultTopN = 10;

    /// <summary>
    /// The attention's weight of every space against the users' activity, which is their number of interactions: the mean over the user's N best items, for
    /// groups of users. The line is the mean of a group, the band the middle half of its users.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public static ModelPlot AttentionByActivity(GlobalLocalModel model, int topN = DefaultTopN) => AttentionPlot.ByActivity(Sample(model, topN));

    /// <summary>
    /// The attention's weight of every space against the items' popularity, which is their number of users: for groups of pairs, each of a user and one of
    /// its N best items. The line is the mean of a group, the band the middle half of its pairs.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public static ModelPlot AttentionByPopularity(GlobalLocalModel model, int topN = DefaultTopN) => AttentionPlot.ByPopularity(Sample(model, topN));

    /// <summary>The attention's weight of every space for some users side by side: the mean over each user's N best items.</summary>
    /// <param name="model">The model.</param>
    /// <param name="users">The users' ids, at least one.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <exception cref="ArgumentException">There are no users.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    /// <exception cref="KeyNotFoundException">A user was not in the training data.</exception>
    public static ModelPlot AttentionOfUsers(GlobalLocalModel model, IEnumerable<string> users, int topN = DefaultTopN)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        string[] ids = [.. users];
        if (ids.Length == 0)
        {
            throw new ArgumentException("There are no users to show; give at least one.", nameof(users));
        }

        var indices = ids.Select(id => model.Users.TryGetIndex(id, out int index)
            ? index
            : throw new KeyNotFoundException($"The user '{id}' was not in the training data.")).ToArray();
        return AttentionOfUsersPlot.Create(AttentionSample.Of(model, indices, topN), ids);
    }

    /// <summary>A map of the item clusters of a model's index; see <see cref="ItemMap(ClusteringIndex, InteractionMatrix, IdTable)"/>.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">The model has no index.</exception>
    public static ModelPlot ItemMap(GlobalLocalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var index = model.Retriever.Index ?? throw new ArgumentException("The model has no index, so there are no clusters to show. Cluster one of its spaces and give the index.", nameof(model));
        return ItemMap(index, model.Interactions, model.Items);
    }

    /// <summary>
    /// A map of a space: its items in the plane of the two directions in which their vectors differ most, coloured by cluster. Larger points have more users.
    /// A cluster has the name of its most popular item, where there is room for it. The axes have no unit: they are linear in the middle, where most items
    /// are, and logarithmic far from it.
    /// </summary>
    /// <param name="index">The clusters and the space.</param>
    /// <param name="interactions">The interactions, for popularity.</param>
    /// <param name="items">The items' ids.</param>
    /// <exception cref="ArgumentException">The parts are not over the same items.</exception>
    public static ModelPlot ItemMap(ClusteringIndex index, InteractionMatrix interactions, IdTable items)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(items);
        if (interactions.ItemCount != index.Space.ItemCount || items.Count != index.Space.ItemCount)
        {
            throw new ArgumentException($"The space has {index.Space.ItemCount} items, the interactions {interactions.ItemCount}, and there are {items.Count} ids; they must agree.", nameof(items));
        }

        return ItemMapPlot.Create(index, interactions, items);
    }

    /// <summary>Recall against the number K of clusters that a search visits, up to the index's M, which is an exhaustive search.</summary>
    /// <param name="model">The model, with an index.</param>
    /// <param name="testData">The held-out interactions, with ids as in <see cref="GlobalLocalCatalog.Evaluate"/>.</param>
    /// <param name="columns">The columns of the test data; default: <c>User</c> and <c>Item</c>.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <exception cref="ArgumentException">The model has no index, a column is missing, or no row has a user of the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public static ModelPlot RecallByClusters(GlobalLocalModel model, IDataView testData, InteractionColumns? columns = null, int topN = DefaultTopN)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(testData);
        return RecallByClusters(model.Retriever, TestInteractions.Read(model, testData, columns ?? new InteractionColumns()).ToMatrix(), topN);
    }

    /// <summary>Recall against the number K of clusters that a search visits, up to the index's M, which is an exhaustive search.</summary>
    /// <param name="retriever">What makes the lists, with an index.</param>
    /// <param name="test">The held-out interactions, as in <see cref="TopNEvaluator.Evaluate"/>.</param>
    /// <param name="topN">The length N of the lists, at least 1. Default 10.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="ArgumentException">There is no index, or no user has a test item.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    internal static ModelPlot RecallByClusters(Retriever retriever, InteractionMatrix test, int topN = DefaultTopN, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(retriever);
        return RecallPlot.Create(retriever, test, topN, cancellationToken);
    }

    /// <summary>The validation metric of every stage of a training, epoch by epoch or trial by trial.</summary>
    /// <param name="history">The reports of the training.</param>
    /// <exception cref="ArgumentException">No report has a validation metric.</exception>
    public static ModelPlot ValidationCurves(TrainingHistory history) => TrainingPlot.Create(history, "Validation metric in training", "validation metric", report => report.ValidationMetric);

    /// <summary>The training loss of every stage that has one, epoch by epoch.</summary>
    /// <param name="history">The reports of the training.</param>
    /// <exception cref="ArgumentException">No report has a loss.</exception>
    public static ModelPlot LossCurves(TrainingHistory history) => TrainingPlot.Create(history, "Loss in training", "loss", report => report.Loss);

    private static AttentionSample Sample(GlobalLocalModel model, int topN)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        return AttentionSample.Of(model, topN);
    }
}
