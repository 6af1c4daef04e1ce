namespace Microsoft.ML.GlobalLocal.Plots.Tests;

/// <summary>
/// A model of two blocks: users 0 to 9 have items of the first, 10 to 19 of the second. Its spaces A and B have the same vectors, one axis for each block, and
/// an index over A has a cluster for each. Users of the second block are more active; by choice, B weighs more the more active a user is.
/// </summary>
internal static class PlotWorld
{
    public const int UsersPerBlock = 10;
    public const int ItemsPerBlock = 12;
    private const int Users = 2 * UsersPerBlock;
    private const int Items = 2 * ItemsPerBlock;

    /// <summary>The items that are held out: one of each user's block.</summary>
    public static InteractionMatrix Test { get; } = InteractionMatrix.FromPairs(
        [.. Enumerable.Range(0, Users)], [.. Enumerable.Range(0, Users).Select(user => user / UsersPerBlock * ItemsPerBlock + ItemsPerBlock - 1)], Users, Items);

    private static InteractionMatrix Train { get; } = CreateTrain();

    public static GlobalLocalModel CreateModel(bool weightsVary = true, bool hasIndex = true)
    {
        var first = CreateSpace("A");
        var attention = new AttentionModel([first, CreateSpace("B")], [1, 1], weightsVary ? CreateWeighting() : FixedWeighting.Of([0.8, 0.2]), Blend.Scores, VectorSimilarity.Product);
        var index = hasIndex ? new ClusteringIndex(first, [1, 0, 0, 1]) : null;
        return new GlobalLocalModel(Ids("user", Users), Ids("item", Items), Train, attention, index);
    }

    private static IdTable Ids(string kind, int count) => new(kind, Enumerable.Range(0, count).Select(n => $"{kind}{n}"));

    private static InteractionMatrix CreateTrain()
    {
        var pairs = from user in Enumerable.Range(0, Users)
                    from n in Enumerable.Range(0, user < UsersPerBlock ? 2 : 8)
                    select (user, item: user / UsersPerBlock * ItemsPerBlock + n);
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.user)], [.. pairs.Select(pair => pair.item)], Users, Items);
    }

    private static VectorSpace CreateSpace(string name) => new(name, 2, CreateVectors(Users, UsersPerBlock), CreateVectors(Items, ItemsPerBlock), VectorSimilarity.Product);

    private static float[] CreateVectors(int count, int perBlock) => [.. Enumerable.Range(0, count).SelectMany(n => n < perBlock ? new float[] { 1, 0 } : [0, 1])];

    /// <summary>The logit of B is three times the log of one plus the activity, less 5: the inputs are both scores, activity and popularity.</summary>
    private static ScoreWeighting CreateWeighting() =>
        new([0, -5], new DenseNetwork([new DenseLayer(4, [0, 0, 0, 0, 0, 0, 3, 0], [0, 0])]), new float[Items]);
}
