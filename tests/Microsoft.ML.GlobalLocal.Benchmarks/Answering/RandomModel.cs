namespace Microsoft.ML.GlobalLocal.Benchmarks.Answering;

/// <summary>Models of random vectors, which are as fast as trained ones: no search depends on what the numbers are.</summary>
internal static class RandomModel
{
    /// <summary>The number of users of Gowalla.</summary>
    public const int Users = 29_858;

    /// <summary>The number of items of Gowalla.</summary>
    public const int Items = 40_981;

    private const int InteractionsPerUser = 27;
    private const int Neighbours = 200;

    /// <summary>A space of vectors.</summary>
    public static VectorSpace CreateSpace(string name, int users, int items, int dimension, int seed)
    {
        var (userVectors, itemVectors) = (new float[users * dimension], new float[items * dimension]);
        GaussianNoise.Fill(userVectors, 0.1f, seed);
        GaussianNoise.Fill(itemVectors, 0.1f, seed + 1);
        return new VectorSpace(name, dimension, userVectors, itemVectors, VectorSimilarity.Product);
    }

    /// <summary>A model as the default preset makes it of Gowalla: GW with 256 dimensions, GN with 200 neighbours an item, fixed weights.</summary>
    public static GlobalLocalModel CreateDefault()
    {
        var interactions = CreateInteractions(Users, Items);
        var vectors = CreateSpace("V", Users, Items, 64, seed: 3);
        var attention = new AttentionModel(
            [CreateSpace("GW", Users, Items, 256, seed: 1), new NeighbourhoodSpace("GN", CreateNeighbours(), 64, vectors.UserTable, vectors.ItemTable)],
            [1, 1],
            new FixedWeighting([0, 0]),
            Blend.Scores,
            VectorSimilarity.Product);
        return CreateModel(attention, interactions);
    }

    /// <summary>A model of one space of Gowalla's size.</summary>
    public static GlobalLocalModel CreateOfOne(int dimension)
    {
        var interactions = CreateInteractions(Users, Items);
        return CreateModel(AttentionModel.OfOne(CreateSpace("GW", Users, Items, dimension, seed: 1), interactions), interactions);
    }

    /// <summary>The same model, searched through an index of random clusters, all of one size.</summary>
    public static GlobalLocalModel WithIndex(GlobalLocalModel model, int clusters, int searched)
    {
        var space = model.Attention.Spaces[0];
        int[] assignment = [.. Enumerable.Range(0, space.ItemCount).Select(item => item % clusters)];
        return new GlobalLocalModel(model.Users, model.Items, model.Interactions, model.Attention, new ClusteringIndex(space, space.ItemTable[..(clusters * space.Dimension)], assignment), searched);
    }

    /// <summary>As many interactions for every user.</summary>
    public static InteractionMatrix CreateInteractions(int users, int items)
    {
        var random = new Random(1);
        int[] rows = [.. Enumerable.Range(0, users * InteractionsPerUser).Select(n => n / InteractionsPerUser)];
        return InteractionMatrix.FromPairs(rows, [.. rows.Select(_ => random.Next(items))], users, items);
    }

    private static GlobalLocalModel CreateModel(AttentionModel attention, InteractionMatrix interactions) => new(
        new IdTable("user", Enumerable.Range(0, Users).Select(n => $"u{n}")), new IdTable("item", Enumerable.Range(0, Items).Select(n => $"i{n}")), interactions, attention);

    private static NeighbourWeights CreateNeighbours()
    {
        var random = new Random(2);
        int[] starts = [.. Enumerable.Range(0, Items + 1).Select(item => item * Neighbours)];
        var neighbours = new int[Items * Neighbours];
        for (int n = 0; n < neighbours.Length; n++)
        {
            // One in each two hundredth of the catalogue: ascending, and spread over all of it.
            neighbours[n] = n % Neighbours * (Items / Neighbours) + random.Next(Items / Neighbours);
        }

        return new NeighbourWeights(starts, neighbours, [.. neighbours.Select(_ => random.NextSingle())]);
    }
}
