using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Collects the candidates of each group, which a ranking has scored, back into one row with the best N of them.
/// <list type="table">
/// <item><term>Input</term><description>the columns of <see cref="CandidateTransformer"/> but the features, and a score; the rows of a group stand together</description></item>
/// <item><term>the user column</term><description>the user, a key</description></item>
/// <item><term><c>Items</c></term><description>a vector of N item keys, best first; <c>MapKeyToValue</c> turns them into item ids. Missing (0) where there are fewer</description></item>
/// <item><term><c>Scores</c></term><description>their N scores; NaN where the item is missing</description></item>
/// </list>
/// Of two equal scores the earlier row is better. Nothing is kept of the input's other columns.
/// </summary>
public sealed class TopNTransformer : ITransformer, ISavedTransformer<TopNTransformer>
{
    /// <summary>The name of the column of scores that a ranking gives.</summary>
    public const string DefaultScoreColumnName = "Score";

    internal const int UserIndex = 0;
    internal const int GroupIndex = 1;
    internal const int ItemIndex = 2;
    internal const int ScoreIndex = 3;
    internal const int ItemsIndex = 1;

    private const string Signature = "GLTN";
    private const int Version = 1;

    /// <summary>Makes the transformer.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="topN">The number N of items, at least 1.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <param name="itemColumnName">The column of item keys.</param>
    /// <param name="scoreColumnName">The column of scores, higher is better.</param>
    /// <exception cref="ArgumentException">A name is empty, or a column would be written twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> is below 1.</exception>
    public TopNTransformer(IHostEnvironment environment, int topN, string userColumnName = InteractionColumns.DefaultUser, string itemColumnName = InteractionColumns.DefaultItem, string scoreColumnName = DefaultScoreColumnName)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(scoreColumnName);
        Columns = new InteractionColumns(userColumnName, itemColumnName);
        if (userColumnName is RecommendationTransformer.ItemsColumnName or RecommendationTransformer.ScoresColumnName)
        {
            throw new ArgumentException($"The user column is '{userColumnName}', which is the name of an output column; rename it.", nameof(userColumnName));
        }

        TopN = topN;
        ScoreColumnName = scoreColumnName;
    }

    static string ISavedTransformer<TopNTransformer>.ModelSignature => "GL TOP N";

    static string ISavedTransformer<TopNTransformer>.LoaderSignature => "GlobalLocalTopN";

    bool ITransformer.IsRowToRowMapper => false;

    /// <summary>The number N of items.</summary>
    public int TopN { get; }

    /// <summary>The columns of the user and item keys.</summary>
    public InteractionColumns Columns { get; }

    /// <summary>The column of scores.</summary>
    public string ScoreColumnName { get; }

    static TopNTransformer ISavedTransformer<TopNTransformer>.Read(IHostEnvironment environment, Stream stream) =>
        ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
        {
            var columns = InteractionColumns.Read(reader);
            return new TopNTransformer(environment, reader.ReadInt32(1, Array.MaxLength), columns.User, columns.Item, reader.ReadString());
        });

    // *** Binary format ***
    // string: user column, string: item column
    // int: N, string: score column
    void ISavedTransformer<TopNTransformer>.Write(Stream stream)
    {
        using var writer = new ModelWriter(stream, Signature, Version);
        Columns.Write(writer);
        writer.Write(TopN);
        writer.Write(ScoreColumnName);
        writer.Complete();
    }

    /// <summary>The schema of the lists; the keys have the values of the input's.</summary>
    /// <param name="inputSchema">The schema of the input.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = FindColumns(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(Columns.User, KeyType(columns[UserIndex]), columns[UserIndex].Annotations);
        var items = new VectorDataViewType(KeyType(columns[ItemIndex]), TopN);
        builder.AddColumn(RecommendationTransformer.ItemsColumnName, items, columns[ItemIndex].Annotations);
        builder.AddColumn(RecommendationTransformer.ScoresColumnName, new VectorDataViewType(NumberDataViewType.Single, TopN));
        return builder.ToSchema();
    }

    /// <summary>Gives a row for each group of rows; it is collected as it is read.</summary>
    /// <param name="input">The scored candidates.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TopNView(this, input, GetOutputSchema(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new InvalidOperationException("The best of several rows are no mapping of one row. Use Transform, on a data view of one user if need be.");

    void ICanSaveModel.Save(ModelSaveContext context) => ModelStream.Save(context, this);

    /// <summary>The columns of the lists, for estimators.</summary>
    internal static SchemaShape GetOutputShape(InteractionColumns columns) =>
        new([ColumnShape.Key(columns.User, keyValues: true), .. RecommendationTransformer.GetOutputShape()]);

    /// <summary>The columns that are read: users, groups, items, scores.</summary>
    internal DataViewSchema.Column[] FindColumns(DataViewSchema schema)
    {
        var score = schema.GetColumnOrNull(ScoreColumnName)
            ?? throw new ArgumentException($"The input has no column '{ScoreColumnName}' of scores; it has {string.Join(", ", schema.Select(other => $"'{other.Name}'"))}.", nameof(schema));
        return score.Type == NumberDataViewType.Single
            ? [KeyColumn.Find(schema, Columns.User), KeyColumn.Find(schema, CandidateTransformer.GroupColumnName), KeyColumn.Find(schema, Columns.Item), score]
            : throw new ArgumentException($"Column '{ScoreColumnName}' has type '{score.Type}', but a score must be a Single.", nameof(schema));
    }

    private static KeyDataViewType KeyType(DataViewSchema.Column column) => new(typeof(uint), ((KeyDataViewType)column.Type).Count);
}
