using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Scores user-item pairs by the attention over representation spaces (section 3.3 of the paper). Row by row, from a user key and an item key:
/// <list type="table">
/// <item><term><c>Score</c></term><description>the blended score, higher is better</description></item>
/// <item><term><c>AttentionWeights</c></term><description>the weights alpha of the spaces (Eq. 8); their slot names are the spaces' names</description></item>
/// <item><term><c>BlendedUser</c>, <c>BlendedItem</c></term><description>the blended vectors (Eq. 9), where they were asked for</description></item>
/// </list>
/// All are NaN for a missing key, which is what ML.NET's key mapping makes of an id that training did not have.
/// </summary>
public sealed class AttentionTransformer : RowMappingTransformer, ISavedTransformer<AttentionTransformer>
{
    /// <summary>The name of the score column.</summary>
    public const string ScoreColumnName = "Score";

    /// <summary>The name of the column of the spaces' weights.</summary>
    public const string AttentionWeightsColumnName = "AttentionWeights";

    /// <summary>The name of the column of the user's blended vector.</summary>
    public const string BlendedUserColumnName = "BlendedUser";

    /// <summary>The name of the column of the item's blended vector.</summary>
    public const string BlendedItemColumnName = "BlendedItem";

    private const string Signature = "GLAT";
    private const int Version = 1;

    /// <summary>Makes the transformer of a finished model.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="model">The spaces and the attention over them.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    /// <param name="blendedVectors">Whether the blended vectors are added. Default: no.</param>
    /// <exception cref="ArgumentException">
    /// The model has another number of users or items than the interactions, or blended vectors are asked for of spaces that differ in dimension.
    /// </exception>
    public AttentionTransformer(IHostEnvironment environment, AttentionModel model, InteractionMatrix interactions, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem, bool blendedVectors = false)
        : base(environment)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(interactions);
        interactions.CheckFits(model.UserCount, model.ItemCount, "The attention model");
        if (blendedVectors && model.Spaces.FirstOrDefault(space => space.Dimension != model.Spaces[0].Dimension) is { } other)
        {
            throw new ArgumentException($"Vectors are blended only where all spaces have the same dimension; space '{model.Spaces[0].Name}' has {model.Spaces[0].Dimension}, space '{other.Name}' {other.Dimension}.", nameof(blendedVectors));
        }

        Model = model;
        Interactions = interactions;
        Columns = new InteractionColumns(userColumnName, itemColumnName);
        BlendedVectors = blendedVectors;
    }

    static string ISavedTransformer<AttentionTransformer>.ModelSignature => "GL ATTEN";

    static string ISavedTransformer<AttentionTransformer>.LoaderSignature => "GlobalLocalAttention";

    /// <summary>The spaces and the attention over them.</summary>
    public AttentionModel Model { get; }

    /// <summary>The interactions that the model was trained on.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    /// <summary>Whether the blended vectors are added.</summary>
    public bool BlendedVectors { get; }

    static AttentionTransformer ISavedTransformer<AttentionTransformer>.Read(IHostEnvironment environment, Stream stream) =>
        ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            bool blendedVectors = reader.ReadInt32(0, 1) == 1;
            var interactions = InteractionStream.Read(reader);
            return new AttentionTransformer(environment, AttentionStream.Read(reader), interactions, columns.User, columns.Item, blendedVectors);
        });

    // *** Binary format ***
    // string: user column, string: item column
    // int: blended vectors (0 or 1)
    // the interactions (InteractionStream)
    // the attention model (AttentionStream)
    void ISavedTransformer<AttentionTransformer>.Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        Columns.Write(writer);
        writer.Write(BlendedVectors ? 1 : 0);
        InteractionStream.Write(Interactions, writer);
        AttentionStream.Write(Model, writer);
        writer.Complete();
    }

    /// <summary>The columns that the transformer adds, for the estimators that make one.</summary>
    internal static SchemaShape.Column[] GetOutputShape(bool blendedVectors)
    {
        SchemaShape.Column[] columns = [ColumnShape.Scalar(ScoreColumnName), ColumnShape.Vector(AttentionWeightsColumnName, slotNames: true)];
        return blendedVectors ? [.. columns, ColumnShape.Vector(BlendedUserColumnName), ColumnShape.Vector(BlendedItemColumnName)] : columns;
    }

    private protected override IRowMapping Map(DataViewSchema inputSchema)
    {
        var user = KeyColumn.Find(inputSchema, Columns.User, Model.UserCount);
        var item = KeyColumn.Find(inputSchema, Columns.Item, Model.ItemCount);
        return PairState.CreateMapping(Model, Interactions, user, item, BlendedVectors);
    }

    private protected override void Save(ModelSaveContext context) => ModelStream.Save(context, this);
}
