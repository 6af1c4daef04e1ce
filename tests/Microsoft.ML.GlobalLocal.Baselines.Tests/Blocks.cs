namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>
/// Two blocks of 12 users and 12 items; each user has all items of its block but two, which are held out: they are the only unseen ones of its
/// block, so every system that learns from who shares items with whom ranks them first.
/// </summary>
internal static class Blocks
{
    public const int Users = 24;
    public const int Items = 24;

    /// <summary>The number of users, and of items, of a block.</summary>
    public const int Size = 12;

    public static InteractionMatrix Train { get; } = Make((user, item) => user / Size == item / Size && !IsHeldOut(user, item));

    public static InteractionMatrix HeldOut { get; } = Make((user, item) => user / Size == item / Size && IsHeldOut(user, item));

    public static SpaceTrainingContext CreateContext(bool validate = true, int seed = 1, int threads = 1) => new()
    {
        Interactions = Train,
        Validation = validate ? HeldOut : null,
        TopN = 2,
        Seed = seed,
        Threads = threads,
        Host = new MLContext(1),
    };

    /// <summary>The interactions as rows of texts: users u0, u1, .. and items i0, i1, ..</summary>
    public static IDataView Rows(MLContext context) => context.Data.LoadFromEnumerable(
        Enumerable.Range(0, Users).SelectMany(user => Train.GetItems(user).ToArray().Select(item => new Row { User = $"u{user}", Item = $"i{item}" })).ToArray());

    private static bool IsHeldOut(int user, int item) => (item - user % Size + Items) % Size < 2;

    private static InteractionMatrix Make(Func<int, int, bool> has)
    {
        var pairs = (from user in Enumerable.Range(0, Users) from item in Enumerable.Range(0, Items) where has(user, item) select (user, item)).ToArray();
        return InteractionMatrix.FromPairs(pairs.Select(pair => pair.user).ToArray(), pairs.Select(pair => pair.item).ToArray(), Users, Items);
    }

    internal sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }
}
