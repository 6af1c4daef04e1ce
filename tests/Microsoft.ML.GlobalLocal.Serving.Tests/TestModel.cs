using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>
/// Small models of three spaces with an attention over their scores and an index of four clusters. Random vectors: what they recommend means nothing,
/// but models of different seeds differ in it.
/// </summary>
internal static class TestModel
{
    public const int Users = 12;
    public const int Items = 40;
    public const int Clusters = 4;

    /// <summary>An id that is written in another way within a path.</summary>
    public const string OddUser = "u/0 50 % ä?#";

    public const string OddItem = "i/0 50 % ä?#";

    /// <summary>The ids of the users, as text.</summary>
    public static string User(int user) => user == 0 ? OddUser : $"user-{user}";

    /// <summary>The ids of the items, as text.</summary>
    public static string Item(int item) => item == 0 ? OddItem : $"item-{item}";

    /// <summary>Saves a model, by the way beside, so that the file is there at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Another one gives another model.</param>
    /// <param name="lists">The length of the lists that a last step adds as a column; 0: no such step.</param>
    public static void Save(string path, int seed, int lists = 0)
    {
        var context = new MLContext(seed);
        var random = new Random(seed);
        var rows = from user in Enumerable.Range(0, Users)
                   from item in Enumerable.Range(0, Items)
                   where random.Next(5) == 0 || item % Users == user
                   select new Row { User = User(user), Item = Item(item) };
        var raw = context.Data.LoadFromEnumerable(rows.ToArray());
        var mapping = context.Transforms.Conversion.MapValueToKey("User", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(context.Transforms.Conversion.MapValueToKey("Item", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue))
            .Fit(raw);
        var keyed = mapping.Transform(raw);
        var data = InteractionReader.Read(context, keyed);
        var spaces = new[] { "GW", "GS", "GN" }.Select(name => CreateSpace(name, data, random)).ToArray();
        var network = new DenseNetwork(new DenseLayer(5, Numbers(random, 20), Numbers(random, 4)), new DenseLayer(4, Numbers(random, 16), Numbers(random, 4)));
        var attention = new AttentionModel(spaces, [2, 2, 2], new ScoreWeighting(Numbers(random, 3), network, Numbers(random, Items)), Blend.Scores, VectorSimilarity.Product);
        var model = new GlobalLocalModel(data.Users, data.Items, data.Interactions, attention, ClusteringTrainer.Train(spaces[0], Clusters, seed), clusters: 3);
        var chain = new TransformerChain<ITransformer>(mapping, new GlobalLocalTransformer(context, model));
        if (lists > 0)
        {
            var listing = context.GlobalLocal().Recommend(chain, lists).Append(context.Transforms.Conversion.MapKeyToValue("Items")).Fit(chain.Transform(raw));
            chain = new TransformerChain<ITransformer>(chain, listing);
        }

        context.GlobalLocal().Save(chain, raw.Schema, path);
    }

    /// <summary>The recommender of a saved model.</summary>
    public static Recommender Load(string path)
    {
        var catalog = new MLContext().GlobalLocal();
        return catalog.CreateRecommender(catalog.Load(path, out _));
    }

    private static VectorSpace CreateSpace(string name, InteractionData data, Random random) =>
        new(name, 6, Numbers(random, 6 * data.Users.Count), Numbers(random, 6 * data.Items.Count), VectorSimilarity.Product);

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }
}
