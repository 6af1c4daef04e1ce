using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Represents users and items in one space. Row by row, from a user key and an item key:
/// <list type="table">
/// <item><term><c>[Name].User</c></term><description>the user's vector, of the space's dimension</description></item>
/// <item><term><c>[Name].Item</c></term><description>the item's vector, of the space's dimension</description></item>
/// <item><term><c>[Name].Score</c></term><description>the space's score of the pair, higher is better</description></item>
/// </list>
/// All are NaN for a missing key, which is what ML.NET's key mapping makes of an id that training did not have.
/// </summary>
public sealed class SpaceTransformer : RowMappingTransformer, ISavedTransformer<SpaceTransformer>
{
    private const string Signature = "GLSP";
    private const int Version = 1;

    /// <summary>Makes the transformer of a finished space.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="space">The space.</param>
    /// <param name="interactions">The interactions of the space's users, which a neighbourhood space scores from.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    /// <exception cref="ArgumentException">The space has another number of users or items than the interactions.</exception>
    public SpaceTransformer(IHostEnvironment environment, RepresentationSpace space, InteractionMatrix interactions, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem)
        : base(environment)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(interactions);
        interactions.CheckFits(space.UserCount, space.ItemCount, $"Space '{space.Name}'");
        Space = space;
        Interactions = interactions;
        Columns = new InteractionColumns(userColumnName, itemColumnName);
    }

    static string ISavedTransformer<SpaceTransformer>.ModelSignature => "GL SPACE";

    static string ISavedTransformer<SpaceTransformer>.LoaderSignature => "GlobalLocalSpace";

    /// <summary>The space.</summary>
    public RepresentationSpace Space { get; }

    /// <summary>The interactions of the space's users.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    static SpaceTransformer ISavedTransformer<SpaceTransformer>.Read(IHostEnvironment environment, Stream stream) =>
        ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            var interactions = InteractionStream.Read(reader);
            var space = SpaceStream.Read(reader, interactions.UserCount, interactions.ItemCount);
            return new SpaceTransformer(environment, space, interactions, columns.User, columns.Item);
        });

    // *** Binary format ***
    // string: user column, string: item column
    // the interactions (InteractionStream)
    // the space (SpaceStream)
    void ISavedTransformer<SpaceTransformer>.Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        Columns.Write(writer);
        InteractionStream.Write(Interactions, writer);
        SpaceStream.Write(Space, writer);
        writer.Complete();
    }

    /// <summary>The columns that the transformer of a space of that name adds.</summary>
    internal static SchemaShape.Column[] GetOutputShape(string spaceName) =>
    [
        ColumnShape.Vector(UserColumn(spaceName)),
        ColumnShape.Vector(ItemColumn(spaceName)),
        ColumnShape.Scalar(ScoreColumn(spaceName)),
    ];

    private protected override IRowMapping Map(DataViewSchema inputSchema)
    {
        var user = KeyColumn.Find(inputSchema, Columns.User, Space.UserCount);
        var item = KeyColumn.Find(inputSchema, Columns.Item, Space.ItemCount);
        return new RowMapping<DataViewRow>(
            row => row,
            OutputColumn<DataViewRow>.Vector(UserColumn(Space.Name), Space.Dimension, [user.Index], row => FillVector(KeyColumn.CreateReader(row, user), Space.UserTable)),
            OutputColumn<DataViewRow>.Vector(ItemColumn(Space.Name), Space.Dimension, [item.Index], row => FillVector(KeyColumn.CreateReader(row, item), Space.ItemTable)),
            OutputColumn<DataViewRow>.Scalar(ScoreColumn(Space.Name), [user.Index, item.Index], row => CreateScore(KeyColumn.CreateReader(row, user), KeyColumn.CreateReader(row, item))));
    }

    private protected override void Save(ModelSaveContext context) => ModelStream.Save(context, this);

    private static string UserColumn(string spaceName) => spaceName + ".User";

    private static string ItemColumn(string spaceName) => spaceName + ".Item";

    private static string ScoreColumn(string spaceName) => spaceName + ".Score";

    private SpanFill FillVector(Func<int> readIndex, float[] table) => values =>
    {
        if (readIndex() is >= 0 and var index)
        {
            table.AsSpan(index * Space.Dimension, Space.Dimension).CopyTo(values);
        }
        else
        {
            values.Fill(float.NaN);
        }
    };

    /// <summary>Scores by a query, which keeps for a user's further rows what its first one has computed.</summary>
    private ValueGetter<float> CreateScore(Func<int> readUser, Func<int> readItem)
    {
        var model = AttentionModel.OfOne(Space, Interactions);
        var query = model.CreateQuery();
        return (ref float score) =>
        {
            int user = readUser();
            int item = readItem();
            score = float.NaN;
            if (user < 0 || item < 0)
            {
                return;
            }

            if (user != query.User)
            {
                model.Prepare(query, Interactions, user);
            }

            model.Score(query, [item], new Span<float>(ref score));
        };
    }
}
