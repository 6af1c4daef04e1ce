using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Recommends N items to every user. Row by row, from a user key:
/// <list type="table">
/// <item><term><c>Items</c></term><description>
/// a vector of N item keys, best first; <c>MapKeyToValue</c> turns them into item ids. Missing (0) where fewer may be recommended
/// </description></item>
/// <item><term><c>Scores</c></term><description>their N scores; NaN where the item is missing</description></item>
/// </list>
/// What the user interacted with in training is not recommended. All are missing for a missing user key.
/// </summary>
public sealed class RecommendationTransformer : RowMappingTransformer, ISavedTransformer<RecommendationTransformer>
{
    /// <summary>The name of the column of item keys.</summary>
    public const string ItemsColumnName = "Items";

    /// <summary>The name of the column of scores.</summary>
    public const string ScoresColumnName = "Scores";

    private const string Signature = "GLRE";
    private const int Version = 1;

    private readonly Retriever _retriever;

    /// <summary>Makes the transformer of a finished model.</summary>
    /// <param name="environment">The context.</param>
    /// <param name="model">The model.</param>
    /// <param name="topN">The number N of items, at least 1.</param>
    /// <param name="clusters">The number K of clusters that a search visits, from 1 to the index's M; <see langword="null"/>: as the model has it.</param>
    /// <param name="userColumnName">The column of user keys.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topN"/> or <paramref name="clusters"/> is out of range.</exception>
    public RecommendationTransformer(IHostEnvironment environment, GlobalLocalModel model, int topN, int? clusters = null, string userColumnName = InteractionColumns.DefaultUser)
        : base(environment)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(topN, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(userColumnName);
        Model = model;
        TopN = topN;
        UserColumnName = userColumnName;
        _retriever = model.Retriever.WithClusters(clusters);
    }

    static string ISavedTransformer<RecommendationTransformer>.ModelSignature => "GL RECOM";

    static string ISavedTransformer<RecommendationTransformer>.LoaderSignature => "GlobalLocalRecommend";

    /// <summary>The model.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>The number N of items.</summary>
    public int TopN { get; }

    /// <summary>The number K of clusters that a search visits; <see langword="null"/> where the model has no index.</summary>
    public int? Clusters => _retriever.Clusters;

    /// <summary>The column of user keys.</summary>
    public string UserColumnName { get; }

    static RecommendationTransformer ISavedTransformer<RecommendationTransformer>.Read(IHostEnvironment environment, Stream stream)
    {
        var (userColumnName, topN, clusters) = ModelReader.Read(stream, Signature, Version, oldestVersion: 1, reader =>
            (reader.ReadString(), reader.ReadInt32(1, Array.MaxLength), reader.ReadInt32(0, int.MaxValue)));
        return new RecommendationTransformer(environment, GlobalLocalModel.Read(stream), topN, clusters == 0 ? null : clusters, userColumnName);
    }

    // *** Binary format ***
    // string: user column
    // int: N, int: K, 0 without an index
    // then, as a stream of its own: the model (GlobalLocalModel.Write)
    void ISavedTransformer<RecommendationTransformer>.Write(Stream stream)
    {
        using (var writer = new ModelWriter(stream, Signature, Version))
        {
            writer.Write(UserColumnName);
            writer.Write(TopN);
            writer.Write(Clusters ?? 0);
            writer.Complete();
        }

        Model.Write(stream);
    }

    /// <summary>The columns that the transformer adds, for the estimator that makes one.</summary>
    internal static SchemaShape.Column[] GetOutputShape() => [ColumnShape.KeyVector(ItemsColumnName, keyValues: true), ColumnShape.Vector(ScoresColumnName)];

    private protected override IRowMapping Map(DataViewSchema inputSchema)
    {
        var user = KeyColumn.Find(inputSchema, UserColumnName, Model.Users);
        int[] inputs = [user.Index];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddKeyValues(Model.Items.Count, TextDataViewType.Instance, ColumnValues.CreateTextGetter(Model.Items.Ids.ToArray()));
        var items = new DataViewSchema.DetachedColumn(
            ItemsColumnName,
            new VectorDataViewType(new KeyDataViewType(typeof(uint), Model.Items.Count), TopN),
            annotations.ToAnnotations());
        return new RowMapping<UserState>(
            row => new UserState(this, KeyColumn.CreateReader(row, user)),
            new OutputColumn<UserState>(items, inputs, state => (ValueGetter<VBuffer<uint>>)state.GetItems),
            OutputColumn<UserState>.Vector(ScoresColumnName, TopN, inputs, state => state.FillScores));
    }

    private protected override void Save(ModelSaveContext context) => ModelStream.Save(context, this);

    /// <summary>The recommendations of a cursor's current row, computed once for both columns and again only for another user.</summary>
    private sealed class UserState(RecommendationTransformer parent, Func<int> readUser)
    {
        private readonly UserQuery _query = parent.Model.Attention.CreateQuery();
        private readonly int[] _items = new int[Math.Min(parent.TopN, parent.Model.Items.Count)];
        private readonly float[] _scores = new float[Math.Min(parent.TopN, parent.Model.Items.Count)];
        private int _found;

        public void GetItems(ref VBuffer<uint> value)
        {
            Retrieve();
            var editor = VBufferEditor.Create(ref value, parent.TopN);
            editor.Values.Clear();
            for (int n = 0; n < _found; n++)
            {
                editor.Values[n] = (uint)_items[n] + 1;
            }

            value = editor.Commit();
        }

        public void FillScores(Span<float> scores)
        {
            Retrieve();
            scores.Fill(float.NaN);
            _scores.AsSpan(0, _found).CopyTo(scores);
        }

        private void Retrieve()
        {
            int user = readUser();
            if (user < 0)
            {
                _query.User = KeyColumn.MissingIndex;
                _found = 0;
            }
            else if (user != _query.User)
            {
                parent.Model.Attention.Prepare(_query, parent.Model.Interactions, user);
                _found = parent._retriever.Retrieve(_query, _items, _scores);
            }
        }
    }
}
