using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>
/// Users who take good items only, and a model that knows nothing: its scores are random. Whether an item is good is a column of the item data, so a
/// re-ranking can learn it, and the model can't.
/// </summary>
internal sealed class RerankingWorld
{
    public const int Users = 60;
    public const int Items = 30;
    private const int ItemsPerUser = 8;

    public RerankingWorld()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, Users).SelectMany(user =>
        {
            int[] good = [.. Enumerable.Range(0, Items).Where(IsGood)];
            random.Shuffle(good);
            return good.Take(ItemsPerUser).Select(item => new Row { User = $"u{user}", Item = $"i{item}" });
        });
        Interactions = Context.Data.LoadFromEnumerable(rows.ToArray());
    }

    public MLContext Context { get; } = new(seed: 1);

    /// <summary>The interactions as text.</summary>
    public IDataView Interactions { get; }

    public static bool IsGood(int item) => item % 2 == 0;

    /// <summary>The pipeline as an author writes it: lists of item ids from user ids.</summary>
    public ITransformer Fit() => CreatePipeline(new RandomModelEstimator(Context), CreateRanking()).Fit(Interactions);

    public IEstimator<ITransformer> CreateRanking() =>
        Context.Ranking.Trainers.FastTree(numberOfLeaves: 2, numberOfTrees: 5, minimumExampleCountPerLeaf: 5);

    public IEstimator<ITransformer> CreatePipeline(IEstimator<GlobalLocalTransformer> model, IEstimator<ITransformer> ranking) =>
        Context.Transforms.Conversion.MapValueToKey("User")
            .Append(Context.Transforms.Conversion.MapValueToKey("Item"), TransformerScope.Training)
            .Append(Context.GlobalLocal().Rerank(model, ranking, CreateOptions()))
            .Append(Context.Transforms.Conversion.MapKeyToValue("Items"));

    public RerankingEstimator.Options CreateOptions() => new()
    {
        TopN = 5,
        HeldOutShare = 0.25,
        Candidates = new()
        {
            Count = 20,
            ItemData = Context.Data.LoadFromEnumerable(Enumerable.Range(0, Items).Select(item => new ItemRow { Item = $"i{item}", Good = IsGood(item) ? 1 : 0 })),
            ItemColumns = ["Good"],
        },
    };

    public IDataView CreateRequests(params string[] users) => Context.Data.LoadFromEnumerable(users.Select(user => new Request { User = user }));

    /// <summary>A line per list: items with their scores.</summary>
    public static List<string> ReadLists(IDataView lists) =>
    [
        .. lists.GetColumn<string[]>("Items").Zip(lists.GetColumn<float[]>("Scores"), (items, scores) =>
            string.Join('\t', items.Zip(scores, (item, score) => item + " " + score.ToString("R", CultureInfo.InvariantCulture)))),
    ];

    private sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }

    private sealed class Request
    {
        public string User { get; set; } = string.Empty;
    }

    private sealed class ItemRow
    {
        public string Item { get; set; } = string.Empty;

        public float Good { get; set; }
    }
}
