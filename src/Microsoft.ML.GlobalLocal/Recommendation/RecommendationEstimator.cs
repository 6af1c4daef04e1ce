using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Puts top-N recommendation of a trained model into a pipeline. Nothing is learned: the model is there already.
/// <list type="table">
/// <item><term>Input</term><description>a column of user keys, mapped as the model was trained</description></item>
/// <item><term>Output</term><description>the columns of <see cref="RecommendationTransformer"/></description></item>
/// </list>
/// </summary>
public sealed class RecommendationEstimator : IEstimator<RecommendationTransformer>
{
    private readonly RecommendationTransformer _transformer;

    /// <summary>Makes the estimator.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="topN">The number N of items, at least 1. Default 10.</param>
    /// <param name="clusters">The number K of clusters that a search visits, from 1 to the index's M; <see langword="null"/>: as the model has it.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> or <paramref name="clusters"/> is out of range.</exception>
    public RecommendationEstimator(IHostEnvironment environment, GlobalLocalModel model, int topN = 10, int? clusters = null, string userColumnName = InteractionColumns.DefaultUser)
    {
        _transformer = new RecommendationTransformer(environment, model, topN, clusters, userColumnName);
    }

    /// <summary>Gives the transformer, once the input is seen to have the model's users.</summary>
    /// <param name="input">The data.</param>
    /// <exception cref="ArgumentException">The user column is missing, no key, or its keys are not those of the model.</exception>
    public RecommendationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The user column is missing or no key.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ColumnShape.FindKey(inputSchema, _transformer.UserColumnName);
        return ColumnShape.Append(inputSchema, RecommendationTransformer.GetOutputShape());
    }
}
