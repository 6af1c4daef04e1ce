using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>A small world of ids, and every estimator and transformer over it.</summary>
internal sealed class TestPipeline
{
    public const int Users = 12;
    public const int Items = 15;

    public TestPipeline()
    {
        Interactions = TestData.Blocks(3, 4, 5);
        Rows = [.. Enumerable.Range(0, Users).SelectMany(user => Interactions.GetItems(user).ToArray().Select(item => new Row { User = $"u{user}", Item = $"i{item}" }))];
        Raw = Context.Data.LoadFromEnumerable(Rows);

        // By value, so that u10 comes before u2: keys and ids are in another order than the rows.
        Mapping = Context.Transforms.Conversion.MapValueToKey("User", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(Context.Transforms.Conversion.MapValueToKey("Item", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue))
            .Fit(Raw);
        Keyed = Mapping.Transform(Raw);
        Data = InteractionReader.Read(Context, Keyed);
        Model = CreateModel();
    }

    public MLContext Context { get; } = new(seed: 1);

    public InteractionMatrix Interactions { get; }

    public Row[] Rows { get; }

    /// <summary>The rows as text.</summary>
    public IDataView Raw { get; }

    /// <summary>The key mapping that was trained on the rows.</summary>
    public ITransformer Mapping { get; }

    /// <summary>The rows as keys.</summary>
    public IDataView Keyed { get; }

    /// <summary>The rows as read by the library.</summary>
    public InteractionData Data { get; }

    public GlobalLocalModel Model { get; }

    public static IEnumerable<string> TransformerNames => ["vectors", "neighbours", "attention", "model", "recommendation", "clusters"];

    public static IEnumerable<string> EstimatorNames => ["vectors", "neighbours", "recommendation", "clusters", "global triplets", "local triplets"];

    public RowMappingTransformer CreateTransformer(string name) => name switch
    {
        "vectors" => new SpaceTransformer(Context, Model.Attention.Spaces[0], Data.Interactions),
        "neighbours" => new SpaceTransformer(Context, Model.Attention.Spaces[1], Data.Interactions),
        "attention" => new AttentionTransformer(Context, Model.Attention, Data.Interactions, blendedVectors: true),
        "model" => new GlobalLocalTransformer(Context, Model),
        "recommendation" => new RecommendationTransformer(Context, Model, topN: 20, clusters: 2),
        "clusters" => new ClusteringTransformer(Context, Model.Retriever.Index!, nearestClusters: 2),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public IEstimator<ITransformer> CreateEstimator(string name)
    {
        var catalog = Context.GlobalLocal();
        return name switch
        {
            "vectors" => catalog.Spaces.Custom(new FixedSpaceTrainer(Model.Attention.Spaces[0])),
            "neighbours" => catalog.Spaces.Custom(new FixedSpaceTrainer(Model.Attention.Spaces[1])),
            "recommendation" => catalog.Recommend(CreateTransformer("model"), topN: 3),
            "clusters" => catalog.Clusters(Model.Attention.Spaces[0], new ClusteringEstimator.Options { Clusters = 4, NearestClusters = 2 }),
            "global triplets" => catalog.Triplets(new TripletEstimator.Options { TripletsPerInteraction = 2 }),
            "local triplets" => catalog.Triplets(new TripletEstimator.Options { Index = Model.Retriever.Index, CandidateClusters = 3 }),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    /// <summary>Text rows through the trained mapping.</summary>
    public IDataView Map(params Row[] rows) => Mapping.Transform(Context.Data.LoadFromEnumerable(rows));

    /// <summary>Saves by ML.NET's plain means and loads in a context of its own.</summary>
    public static ITransformer SaveAndLoad(MLContext context, ITransformer transformer, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        context.Model.Save(transformer, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }

    /// <summary>What ML.NET gives an estimator of a schema; its own way to it is internal.</summary>
    public static SchemaShape Shape(DataViewSchema schema) =>
        (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    /// <summary>The values of columns, row by row, as text.</summary>
    public static List<string> ReadRows(IDataView data, params string[] columns)
    {
        var read = columns.Select(name => data.Schema[name]).ToArray();
        using var cursor = data.GetRowCursor(read);
        return ReadRows(cursor, read);
    }

    public static List<string> ReadRows(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        var readers = columns.Select(column => CreateReader(cursor, column)).ToArray();
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            rows.Add(string.Join(" | ", readers.Select(read => read())));
        }

        return rows;
    }

    public static Func<string> CreateReader(DataViewRow row, DataViewSchema.Column column) =>
        (Func<string>)typeof(TestPipeline).GetMethod(nameof(CreateTypedReader), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;

    private static Func<string> CreateTypedReader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value switch
            {
                VBuffer<float> vector => string.Join(' ', vector.DenseValues().Select(entry => entry.ToString("R", CultureInfo.InvariantCulture))),
                VBuffer<uint> vector => string.Join(' ', vector.DenseValues()),
                float number => number.ToString("R", CultureInfo.InvariantCulture),
                _ => value!.ToString()!,
            };
        };
    }

    private GlobalLocalModel CreateModel()
    {
        var vectors = TestData.RandomSpace("V", Users, Items, 4, VectorSimilarity.Product, seed: 2);
        var random = new Random(3);
        var weights = Enumerable.Range(0, Items * (Items - 1)).Select(_ => random.NextSingle()).ToArray();
        var neighbours = Enumerable.Range(0, Items).SelectMany(item => Enumerable.Range(0, Items).Where(other => other != item)).ToArray();
        var starts = Enumerable.Range(0, Items + 1).Select(item => item * (Items - 1)).ToArray();
        var spectral = TestData.RandomSpace("N", Users, Items, 4, VectorSimilarity.Product, seed: 4);
        var neighbourhood = new NeighbourhoodSpace("N", new NeighbourWeights(starts, neighbours, weights), 4, spectral.UserTable, spectral.ItemTable);

        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var network = new DenseNetwork(new DenseLayer(4, Random(12), Random(3)), new DenseLayer(3, Random(9), Random(3)));
        var weighting = new ScoreWeighting(Random(2), network, Random(Items));
        var attention = new AttentionModel([vectors, neighbourhood], [2, 0.5f], weighting, Blend.Scores, VectorSimilarity.Product);
        var index = ClusteringTrainer.Train(vectors, 4, seed: 5);
        return new GlobalLocalModel(Data.Users, Data.Items, Data.Interactions, attention, index, clusters: 3);
    }

    public sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }

    /// <summary>Gives a finished space.</summary>
    public sealed class FixedSpaceTrainer(RepresentationSpace space) : SpaceTrainer
    {
        public override string Name => space.Name;

        public override TrainedSpace Train(SpaceTrainingContext context) => new(space, this);
    }
}
