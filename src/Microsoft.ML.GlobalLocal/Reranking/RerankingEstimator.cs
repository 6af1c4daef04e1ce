using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Retrieves candidates by a model of this library and ranks them anew by one of ML.NET's ranking trainers, such as FastTree.
/// <list type="table">
/// <item><term>Input of the fit</term><description>a column of user keys, one of item keys, and the context columns; every row is an interaction</description></item>
/// <item><term>Input of what it gives</term><description>a column of user keys, and the context columns; every row is a request</description></item>
/// <item><term>Output</term><description>the columns of <see cref="TopNTransformer"/>, a row per request, and no others</description></item>
/// </list>
/// </summary>
/// <remarks>
/// <para>
/// What a fit does. It holds out a part of the interactions, fits the model on the rest, and trains the ranking on the candidates of that model, labelled by
/// the held-out part; for on its own training data the most overfitted space looks best. Then it fits the model again on everything. What it gives is a
/// chain of <see cref="CandidateTransformer"/> with that model, the ranking, and <see cref="TopNTransformer"/>. The features are of the spaces that both
/// models have: an attention may turn spaces off.
/// </para>
/// <para>
/// The chain changes rows, so ML.NET makes no <see cref="PredictionEngine{TSrc, TDst}"/> of it: use Transform, on a data view of one user if need be. An
/// item key mapping before it belongs to <see cref="TransformerScope.Training"/>, since a request names no item.
/// </para>
/// </remarks>
public sealed class RerankingEstimator : IEstimator<TransformerChain<TopNTransformer>>
{
    private readonly IHostEnvironment _environment;
    private readonly IEstimator<GlobalLocalTransformer> _model;
    private readonly IEstimator<ITransformer> _ranking;
    private readonly Options _options;
    private readonly InteractionColumns _columns;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context; its seed is that of the held-out part.</param>
    /// <param name="model">What trains the model that retrieves the candidates.</param>
    /// <param name="ranking">
    /// What trains the ranking: a trainer that reads <c>Features</c>, <c>Label</c> and <c>GroupId</c> and gives <c>Score</c>, which are the defaults of
    /// ML.NET's ranking trainers, or a pipeline with one.
    /// </param>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A column would be written twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    public RerankingEstimator(IHostEnvironment environment, IEstimator<GlobalLocalTransformer> model, IEstimator<ITransformer> ranking, Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ranking);
        _environment = environment;
        _model = model;
        _ranking = ranking;
        _options = options ?? new Options();
        ArgumentNullException.ThrowIfNull(_options.Candidates, nameof(Options.Candidates));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Candidates.Count, 1, nameof(CandidateTransformer.Options.Count));
        OptionCheck.Above(_options.HeldOutShare, 0, nameof(Options.HeldOutShare));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_options.HeldOutShare, 1, nameof(Options.HeldOutShare));
        _columns = new InteractionColumns(_options.Candidates.UserColumnName, _options.Candidates.ItemColumnName);
        TopN = new TopNTransformer(environment, _options.TopN, _columns.User, _columns.Item);
    }

    private TopNTransformer TopN { get; }

    /// <summary>Trains the model, twice, and the ranking.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or there is too little data.</exception>
    /// <exception cref="InvalidOperationException">No held-out item is among the candidates of its user.</exception>
    public TransformerChain<TopNTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        NumberColumns.Find(input.Schema, _options.Candidates.ContextColumns);
        var (kept, heldOut) = InteractionSplitter.HoldOutFraction(input, _options.HeldOutShare, _environment.GetSeed(), _columns.User, _columns.Item);
        var partial = _model.Fit(kept).Model;
        var model = _model.Fit(input).Model;
        string[] spaces = [.. _options.Candidates.Spaces ?? FindShared(partial, model)];
        _environment.LogInfo(nameof(RerankingEstimator), $"Spaces whose scores are features: {string.Join(", ", spaces)}.");
        var data = CreateCandidates(partial, spaces).CreateTrainingData(heldOut);
        using (var cursor = data.GetRowCursor([]))
        {
            if (!cursor.MoveNext())
            {
                throw new InvalidOperationException($"None of the held-out items is among the {_options.Candidates.Count} candidates of its user, so there is nothing to learn a ranking from. Ask for more candidates, or hold out more.");
            }
        }

        return new TransformerChain<TopNTransformer>(CreateCandidates(model, spaces), _ranking.Fit(data), TopN);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key, or the ranking gives no scores.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _columns.Check(inputSchema);
        var ranked = _ranking.GetOutputSchema(CandidateSchema.CreateLabelledShape(_columns));
        return ranked.TryFindColumn(TopN.ScoreColumnName, out _) ? TopNTransformer.GetOutputShape(_columns) : throw new ArgumentException(
            $"The ranking gives no column '{TopN.ScoreColumnName}'; it gives {string.Join(", ", ranked.Select(column => $"'{column.Name}'"))}. Take a ranking trainer, such as FastTree of Microsoft.ML.FastTree.");
    }

    private static IEnumerable<string> FindShared(GlobalLocalModel first, GlobalLocalModel second) =>
        first.Attention.Spaces.Select(space => space.Name).Intersect(second.Attention.Spaces.Select(space => space.Name));

    private CandidateTransformer CreateCandidates(GlobalLocalModel model, string[] spaces) => new(_environment, model, _options.Candidates.With(spaces));

    /// <summary>The options of <see cref="RerankingEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="TopN"/>.</summary>
        public const int DefaultTopN = 10;

        /// <summary>The default of <see cref="HeldOutShare"/>.</summary>
        public const double DefaultHeldOutShare = 0.15;

        /// <summary>The candidates, their features, and the columns. The names of the users' and items' columns are those of the model.</summary>
        /// <value>Default: those of <see cref="CandidateTransformer.Options"/>, and the spaces that both models have.</value>
        public CandidateTransformer.Options Candidates = new();

        /// <summary>The number N of items of a list, at least 1.</summary>
        /// <value>Default 10.</value>
        public int TopN = DefaultTopN;

        /// <summary>The share of the interactions that the ranking is trained by, between 0 and 1, both excluded.</summary>
        /// <value>Default 0.15.</value>
        public double HeldOutShare = DefaultHeldOutShare;
    }
}
