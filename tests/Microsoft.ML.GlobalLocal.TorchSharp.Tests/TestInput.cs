using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

/// <summary>Interactions as a user of the library has them, and spaces that are trained fast.</summary>
internal static class TestInput
{
    /// <summary>Spaces whose trainers have little to search.</summary>
    public static SpaceTrainer[] QuickSpaces =>
    [
        new WeightedSquaresTrainer(new() { Dimension = 8, UnobservedWeights = [0.1f], Regularizations = [0.03f, 0.01f], RefinementFactors = [] }),
        new NeighbourhoodTrainer(),
    ];

    public static AttentionOptions QuickAttention { get; } = new() { Rounds = 2, MaximumEpochs = 4 };

    public static RepresentationNetworkTrainer.Options QuickNetwork { get; } = new()
    {
        EmbeddingDimension = 8,
        HiddenLayers = [8],
        Dimension = 8,
        LearningRate = 0.02,
        BatchSize = 64,
        MaximumEpochs = 10,
        Clusters = 4,
        CandidateClusters = 4,
    };

    /// <summary>The interactions as rows of texts.</summary>
    public static IDataView Rows(MLContext context, InteractionMatrix interactions) => context.Data.LoadFromEnumerable(
        Enumerable.Range(0, interactions.UserCount).SelectMany(user => interactions.GetItems(user).ToArray().Select(item => new Row { User = $"u{user}", Item = $"i{item}" })).ToArray());

    /// <summary>The mapping of texts to keys, to be fitted.</summary>
    public static IEstimator<ITransformer> Keys(MLContext context) =>
        context.Transforms.Conversion.MapValueToKey("User").Append(context.Transforms.Conversion.MapValueToKey("Item"));

    /// <summary>The rows with their texts as keys.</summary>
    public static IDataView Keyed(MLContext context, InteractionMatrix interactions)
    {
        var rows = Rows(context, interactions);
        return Keys(context).Fit(rows).Transform(rows);
    }

    /// <summary>Every one of the users has every one of the items for which the condition holds.</summary>
    public static InteractionMatrix Matrix(int users, int items, Func<int, int, bool> has)
    {
        var pairs = (from user in Enumerable.Range(0, users) from item in Enumerable.Range(0, items) where has(user, item) select (user, item)).ToArray();
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.user)], [.. pairs.Select(pair => pair.item)], users, items);
    }

    /// <summary>What a model's zip holds: each entry's name and the hash of its bytes. The zip itself has the time in it.</summary>
    public static IEnumerable<string> Unzip(MLContext context, ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, data.Schema, stream);
        using var zip = new ZipArchive(stream);
        return [.. zip.Entries.Select(entry =>
        {
            using var content = entry.Open();
            return $"{entry.FullName} {Convert.ToHexString(SHA256.HashData(content))}";
        })];
    }

    public static ITransformer SaveAndLoad(MLContext context, ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }

    /// <summary>The columns that an estimator promises, and those that its transformer delivers, in words.</summary>
    public static (string[] Promised, string[] Delivered) GetSchemas(IEstimator<ITransformer> estimator, IDataView data)
    {
        var delivered = estimator.Fit(data).Transform(data).Schema;
        return (Describe(estimator.GetOutputSchema(Shape(data.Schema))), Describe(Shape(delivered)));
    }

    /// <summary>What ML.NET gives an estimator of a schema; its own way to it is internal.</summary>
    public static SchemaShape Shape(DataViewSchema schema) =>
        (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join(", ", column.Annotations.Select(Describe).Order(StringComparer.Ordinal))}]";

    internal sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }
}
