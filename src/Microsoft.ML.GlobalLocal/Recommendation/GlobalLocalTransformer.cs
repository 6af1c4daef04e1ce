using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A whole trained model as a transformer: what the trainers of the whole model give, and what a <see cref="Recommender"/> is made from. Row by
/// row, from a user key and an item key:
/// <list type="table">
/// <item><term><c>Score</c></term><description>the blended score, higher is better</description></item>
/// <item><term><c>AttentionWeights</c></term><description>the weights of the spaces (Eq. 8); their slot names are the spaces' names</description></item>
/// </list>
/// Both are NaN for a missing key, which is what ML.NET's key mapping makes of an id that training did not have.
/// </summary>
public sealed class GlobalLocalTransformer : RowMappingTransformer, ISavedTransformer<GlobalLocalTransformer>
{
    private const string Signature = "GLTR";
    private const int Version = 1;

    /// <summary>Makes the transformer of a finished model.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    public GlobalLocalTransformer(IHostEnvironment environment, GlobalLocalModel model, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem)
        : base(environment)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Columns = new InteractionColumns(userColumnName, itemColumnName);
    }

    static string ISavedTransformer<GlobalLocalTransformer>.ModelSignature => "GL MODEL";

    static string ISavedTransformer<GlobalLocalTransformer>.LoaderSignature => "GlobalLocalModel";

    /// <summary>The model.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    static GlobalLocalTransformer ISavedTransformer<GlobalLocalTransformer>.Read(IHostEnvironment environment, Stream stream)
    {
        var columns = ModelReader.Read(stream, Signature, Version, oldestVersion: 1, InteractionColumns.Read);
        return new GlobalLocalTransformer(environment, GlobalLocalModel.Read(stream), columns.User, columns.Item);
    }

    // *** Binary format ***
    // string: user column, string: item column
    // then, as a stream of its own: the model (GlobalLocalModel.Write)
    void ISavedTransformer<GlobalLocalTransformer>.Write(Stream stream)
    {
        using (var writer = new ModelWriter(stream, Signature, Version))
        {
            Columns.Write(writer);
            writer.Complete();
        }

        Model.Write(stream);
    }

    private protected override IRowMapping Map(DataViewSchema inputSchema)
    {
        var user = KeyColumn.Find(inputSchema, Columns.User, Model.Users);
        var item = KeyColumn.Find(inputSchema, Columns.Item, Model.Items);
        return PairState.CreateMapping(Model.Attention, Model.Interactions, user, item, blendedVectors: false);
    }

    private protected override void Save(ModelSaveContext context) => ModelStream.Save(context, this);
}
