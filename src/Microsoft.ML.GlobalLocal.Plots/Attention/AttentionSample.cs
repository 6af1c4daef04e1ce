namespace Microsoft.ML.GlobalLocal;

/// <summary>The attention's weights of users and the best items of each.</summary>
/// <param name="Spaces">The names of the spaces.</param>
/// <param name="Users">The users.</param>
internal sealed record AttentionSample(IReadOnlyList<string> Spaces, IReadOnlyList<UserAttention> Users)
{
    // Evenly spread ones tell as much as all.
    private const int MaximumUsers = 4000;

    /// <summary>The users of a model; of many, evenly spread ones.</summary>
    public static AttentionSample Of(GlobalLocalModel model, int topN) =>
        Of(model, EvenSample.Take([.. Enumerable.Range(0, model.Users.Count).Where(user => model.Interactions.GetCount(user) > 0)], MaximumUsers), topN);

    /// <summary>Some users of a model.</summary>
    public static AttentionSample Of(GlobalLocalModel model, int[] users, int topN)
    {
        var attention = model.Attention;
        var samples = new UserAttention[users.Length];
        Parallel.For(0, users.Length, n => samples[n] = Read(model, users[n], Math.Min(topN, model.Items.Count)));
        return new AttentionSample([.. attention.Spaces.Select(space => space.Name)], samples);
    }

    private static UserAttention Read(GlobalLocalModel model, int user, int topN)
    {
        var attention = model.Attention;
        var query = attention.CreateQuery();
        attention.Prepare(query, model.Interactions, user);
        var items = new int[topN];
        int found = model.Retriever.Retrieve(query, items, new float[topN]);
        items = items[..found];
        int spaces = attention.Spaces.Count;
        var weights = new float[found * spaces];
        attention.GetScoresAndWeights(query, items, new float[found * spaces], weights);
        return new UserAttention(
            model.Interactions.GetCount(user),
            [.. items.Select(item => model.Interactions.Transposed.GetCount(item))],
            [.. weights.Chunk(spaces)]);
    }
}
