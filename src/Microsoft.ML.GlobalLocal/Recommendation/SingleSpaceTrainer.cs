using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains a whole model of one space alone: no attention to learn, and every search is exhaustive. It is what a <see cref="Recommender"/> answers
/// from where one method is enough, or is to be compared with others.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys and one of item keys; every row is an interaction</description></item>
/// <item><term>Output</term><description>the columns of <see cref="GlobalLocalTransformer"/></description></item>
/// </list>
/// A part of every user's interactions is held out inside the fit for the trainer to choose its hyper-parameters by; then it trains again on all
/// of them.
/// </summary>
public sealed class SingleSpaceTrainer : IEstimator<GlobalLocalTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly SpaceTrainer _trainer;
    private readonly SpaceEstimator.Options _options;
    private readonly InteractionColumns _columns;

    /// <summary>Makes the trainer.</summary>
    /// <param name="environment">The context; its seed is that of the training.</param>
    /// <param name="trainer">What trains the space.</param>
    /// <param name="options">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SingleSpaceTrainer(IHostEnvironment environment, SpaceTrainer trainer, SpaceEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(trainer);
        _environment = environment;
        _trainer = trainer;
        _options = options ?? new SpaceEstimator.Options();
        _options.Check();
        _columns = new InteractionColumns(_options.UserColumnName, _options.ItemColumnName);
    }

    /// <summary>Trains a model.</summary>
    /// <param name="input">The interactions.</param>
    /// <exception cref="ArgumentException">A column is missing or no key, or there is too little data.</exception>
    /// <exception cref="InvalidOperationException">The space cannot be trained on this data.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public GlobalLocalTransformer Fit(IDataView input)
    {
        var (data, space) = SpaceFit.Fit(_environment, _trainer, _options, _columns, input);
        var model = new GlobalLocalModel(data.Users, data.Items, data.Interactions, AttentionModel.OfOne(space, data.Interactions));
        return new GlobalLocalTransformer(_environment, model, _columns.User, _columns.Item);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _columns.Check(inputSchema);
        return ColumnShape.Append(inputSchema, AttentionTransformer.GetOutputShape(blendedVectors: false));
    }
}
