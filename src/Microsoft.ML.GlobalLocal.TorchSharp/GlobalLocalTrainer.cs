using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The short way to a whole model: trains representation spaces, the attention over them and the clustering index from interactions.
/// </summary>
public sealed class GlobalLocalTrainer : IEstimator<GlobalLocalTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly Options _options;
    private readonly InteractionColumns _columns;

    /// <summary>Makes the trainer.</summary>
    /// <param name="environment">The context; its seed is that of the training.</param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    public GlobalLocalTrainer(IHostEnvironment environment, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _options = options ?? new Options();
        _columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
    }

    /// <summary>Trains a model.</summary>
    public GlobalLocalTransformer Fit(IDataView input)
    {
        var data = InteractionReader.Read(_environment, input, _columns, _options.CancellationToken);
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
        var attention = AttentionFitting.Train(_options.Spaces ?? [new WeightedSquaresTrainer(), new EaseTrainer(), new SpectralTrainer(), new NeighbourhoodTrainer()], _options.Attention ?? new(), context);
        var model = new GlobalLocalModel(data.Users, data.Items, data.Interactions, attention);
        return new GlobalLocalTransformer(_environment, model, _columns.User, _columns.Item);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => throw new NotSupportedException();

    /// <summary>The options of <see cref="GlobalLocalTrainer"/>.</summary>
    public sealed class Options
    {
        /// <summary>x</summary>
        public string UserColumnName = "User", ItemColumnName = "Item";
        /// <summary>x</summary>
        public GlobalLocalPreset Preset;
        /// <summary>x</summary>
        public IReadOnlyList<SpaceTrainer>? Spaces;
        /// <summary>x</summary>
        public AttentionOptions? Attention;
        /// <summary>x</summary>
        public int TopN = 10;
        /// <summary>x</summary>
        public int? Threads;
        /// <summary>x</summary>
        public IProgress<TrainingProgress>? Progress;
        /// <summary>x</summary>
        public CancellationToken CancellationToken;
    }
}
