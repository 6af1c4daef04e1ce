using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The short way to a whole model: trains representation spaces, the attention over them and the clustering index from interactions.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys; every row is an interaction</description></item>
/// <item><term>Output</term><description><c>Score</c> (Single) and <c>AttentionWeights</c> (vector of Single, a slot per space): the columns of <see cref="GlobalLocalTransformer"/></description></item>
/// <item><term>Needs</term><description>libtorch; prediction does not</description></item>
/// <item><term>Chosen by validation</term><description>the hyper-parameters of the spaces, the weights or epochs of the attention</description></item>
/// </list>
/// <para>
/// What a fit does, in this order. It reads the interactions. Of every user's, it holds out a part, trains the spaces on the rest and lets them
/// choose their hyper-parameters by that part; the attention is trained on it too, since on its own training data the most overfitted space looks
/// best. <see cref="GlobalLocalPreset.Default"/> does so with several parts in turn. Then the spaces are trained again on everything with what
/// was chosen; but not where the attention reads or blends representations, since it belongs to the very vectors that it was trained on. A
/// space that the data does not allow, such as one that needs a smaller catalogue, is left out; the log says so. With too little data to hold
/// anything out, the spaces are trained as they are set and all have the same weight. Last, the items of one space are clustered.
/// </para>
/// <para>
/// The presets: <see cref="GlobalLocalPreset.Default"/> has the spaces GW, GE or GL, GS, GN and GU, attention over scores trained by ranking, and an
/// exhaustive search. <see cref="GlobalLocalPreset.Paper2021"/> has GD, GP, LD and LP, attention over representations trained by triplets and
/// the product loss (AP), and a search of the K = 2 clusters of GD nearest to the user, all with the paper's settings.
/// </para>
/// <para>
/// Each of the pieces can be used alone: the estimators of <see cref="SpacesCatalog"/>, <see cref="AttentionEstimator"/>,
/// <see cref="ClusteringEstimator"/>. The same seed gives the same model on the CPU, whatever the number of threads.
/// </para>
/// <para>Attention on Global-Local Representation Spaces in Recommender Systems; the docs of the spaces' trainers name the papers of each.</para>
/// </remarks>
public sealed partial class GlobalLocalTrainer : IEstimator<GlobalLocalTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly Options _options;
    private readonly InteractionColumns _columns;
    private readonly IReadOnlyList<SpaceTrainer> _spaces;
    private readonly AttentionTraining _attention;

    /// <summary>Makes the trainer.</summary>
    /// <param name="environment">The context; its seed is that of the training.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two contradict each other.</exception>
    public GlobalLocalTrainer(IHostEnvironment environment, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _options = options ?? new Options();
        _columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
        _spaces = [.. _options.Spaces ?? Presets.CreateSpaces(_options.Preset)];
        _attention = AttentionTraining.Choose(_options.Attention, _options.TripletAttention, Presets.CreateAttention(_options.Preset));
        AttentionTraining.CheckSpaces(_spaces);
        OptionCheck.AtLeast(_options.TopN, 1, nameof(Options.TopN));
        OptionCheck.AtLeast(_options.Threads ?? 1, 1, nameof(Options.Threads));
        OptionCheck.AtLeast(_options.Clusters ?? 1, 1, nameof(Options.Clusters));
        OptionCheck.AtLeast(_options.SearchedClusters ?? 1, 1, nameof(Options.SearchedClusters));
        CheckSearched(_options.Clusters ?? int.MaxValue);
        CheckTargetRecall();
        if (_options.IndexSpace is { } name && _spaces.All(space => space.Name != name))
        {
            throw new ArgumentException($"The option {nameof(Options.IndexSpace)} is '{name}', but the spaces are {string.Join(", ", _spaces.Select(space => space.Name))}.", nameof(options));
        }
    }

    /// <summary>Trains a model.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or no key, there is too little data, or there are fewer items than clusters asked for.</exception>
    /// <exception cref="InvalidOperationException">No space can be trained on this data, or not the one that the index shall be over.</exception>
    /// <exception cref="TorchBackendException">Libtorch can't be used.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public GlobalLocalTransformer Fit(IDataView input)
    {
        var data = InteractionReader.Read(_environment, input, _columns, _options.CancellationToken);
        int clusters = _options.Clusters ?? ClusteringTrainer.GetDefaultClusters(data.Interactions.ItemCount);
        if (clusters > data.Interactions.ItemCount)
        {
            throw new ArgumentException($"The option {nameof(Options.Clusters)}, the number M of clusters, is {clusters}, but there are {data.Interactions.ItemCount} items; it can't be above that.", nameof(input));
        }

        CheckSearched(clusters);
        if (_spaces.FirstOrDefault(space => space.Name == _options.IndexSpace)?.GetObstacle(data.Interactions) is { } obstacle)
        {
            throw new InvalidOperationException($"The option {nameof(Options.IndexSpace)} is '{_options.IndexSpace}', but that space can't be trained on this data: {obstacle}");
        }

        var context = new SpaceTrainingContext
        {
            Interactions = data.Interactions,
            Host = _environment,
            Seed = _environment.GetSeed(),
            Threads = _options.Threads ?? Environment.ProcessorCount,
            TopN = _options.TopN,
            Progress = _options.Progress,
            CancellationToken = _options.CancellationToken,
        };
        var attention = _attention.Train(_spaces, context);
        var (index, searched, recall) = TrainIndex(attention, clusters, context);
        return new GlobalLocalTransformer(_environment, new GlobalLocalModel(data.Users, data.Items, data.Interactions, attention, index, searched, recall), _columns.User, _columns.Item);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _columns.Check(inputSchema);
        return ColumnShape.Append(inputSchema, AttentionTransformer.GetOutputShape(blendedVectors: false));
    }

    private void CheckSearched(int clusters)
    {
        if (_options.SearchedClusters > clusters)
        {
            throw new ArgumentException(
                $"The option {nameof(Options.SearchedClusters)}, the number K of clusters that a search visits, is {_options.SearchedClusters}, but the index has M = {clusters} clusters; K can't be above M. {nameof(Options.Clusters)} sets M.");
        }
    }

    private void CheckTargetRecall()
    {
        if (_options.TargetRecall is not { } recall)
        {
            return;
        }

        if (!(recall > 0 && recall <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Options.TargetRecall), recall, $"The option {nameof(Options.TargetRecall)} must lie above 0 and not above 1.");
        }

        if (_options.SearchedClusters is not null)
        {
            throw new ArgumentException($"The options {nameof(Options.TargetRecall)} and {nameof(Options.SearchedClusters)} are both set; the number K of clusters that a search visits is either chosen or given.");
        }
    }

    private (ClusteringIndex Index, int Searched, IndexRecall? Measured) TrainIndex(AttentionModel attention, int clusters, SpaceTrainingContext context)
    {
        if (_options.TargetRecall is { } recall)
        {
            bool isSpaceGiven = (_options.IndexSpace ?? Presets.GetIndexSpace(_options.Preset)) is not null;
            return IndexTraining.Train(attention, isSpaceGiven ? [ChooseIndexSpace(attention.Spaces)] : attention.Spaces, _options.Clusters, recall, context);
        }

        var space = ChooseIndexSpace(attention.Spaces);
        _options.Progress?.Report(new TrainingProgress($"clusters of {space.Name}"));
        var index = ClusteringTrainer.Train(space, clusters, context.Seed, context.Parallelism);
        int searched = _options.SearchedClusters ?? Math.Min(clusters, Presets.GetSearchedClusters(_options.Preset) ?? clusters);
        return (index, searched, null);
    }

    private RepresentationSpace ChooseIndexSpace(IReadOnlyList<RepresentationSpace> spaces)
    {
        string? wanted = _options.IndexSpace ?? Presets.GetIndexSpace(_options.Preset);
        var found = spaces.FirstOrDefault(space => space.Name == wanted);
        var chosen = found ?? spaces.FirstOrDefault(space => space is VectorSpace) ?? spaces[0];
        if (found is null && _options.IndexSpace is not null)
        {
            _environment.LogWarning(nameof(GlobalLocalTrainer), $"The model goes without space {wanted}, so the index is over {chosen.Name} instead.");
        }

        return chosen;
    }
}
