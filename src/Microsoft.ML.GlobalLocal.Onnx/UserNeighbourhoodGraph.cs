namespace Microsoft.ML.GlobalLocal;

/// <summary>The scores of a <see cref="UserNeighbourhoodSpace"/> as a part of a graph, step by step as the space computes them.</summary>
internal static class UserNeighbourhoodGraph
{
    // Where nobody votes, nothing is divided by zero.
    private const float SmallestSum = 1e-30f;

    /// <summary>Adds the scores of all items: [items].</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="space">The space.</param>
    /// <param name="ownItems">The user's items: [own].</param>
    public static string AddScores(OnnxGraph graph, UserNeighbourhoodSpace space, string ownItems)
    {
        var (similarities, isSame) = AddSimilarities(graph, space, ownItems);
        string nearest = $"{space.Name} similarities";
        string neighbours = $"{space.Name} neighbours";
        graph.Add("TopK", [similarities, graph.AddList(Math.Min(space.UserSimilarity.Neighbours, space.UserCount))], [nearest, neighbours], ("axis", 0));

        // A user with the same items has nothing to recommend.
        string powers = graph.Add("Pow", [nearest, graph.AddConstant([space.UserSimilarity.SimilarityExponent], 1)]);
        string votes = graph.Add("Where", [graph.Add("Gather", [isSame, neighbours]), graph.AddConstant([0f], 1), powers]);
        string shares = graph.Add("Div", [AddVotes(graph, space, neighbours, votes), graph.Add("Max", [graph.Add("ReduceSum", [votes]), graph.AddConstant([SmallestSum], 1)])]);
        return graph.Add("Mul", [shares, graph.AddConstant(space.VoteScales.ToArray(), space.ItemCount)]);
    }

    /// <summary>Adds the similarity of every user, and whether its items are the same: both [users].</summary>
    private static (string Similarities, string IsSame) AddSimilarities(OnnxGraph graph, UserNeighbourhoodSpace space, string ownItems)
    {
        var users = space.Interactions.Transposed;
        string positions = SparseRowGraph.AddPositions(graph, users.RowStarts, SparseRowGraph.AddRows(graph, ownItems));
        string others = graph.Add("Gather", [graph.AddConstant(users.Items.ToArray(), users.Count), positions]);
        float[] entryWeights = [.. GetRows(users).Select(item => space.ItemWeights[item])];
        string weights = graph.Add("Gather", [graph.AddConstant(entryWeights, users.Count), positions]);
        string sums = SparseRowGraph.AddSums(graph, others, weights, space.UserCount);
        string similarities = graph.Add("Mul", [sums, graph.AddConstant(space.UserWeights.ToArray(), space.UserCount)]);

        string ones = graph.Add("Expand", [graph.AddConstant([1f], 1), graph.Add("Shape", [others])]);
        string common = SparseRowGraph.AddSums(graph, others, ones, space.UserCount);
        string ownCount = graph.Add("Cast", [graph.Add("Shape", [ownItems])], ("to", (long)OnnxGraph.ElementType.Single));
        float[] counts = [.. Enumerable.Range(0, space.UserCount).Select(user => (float)space.Interactions.GetCount(user))];
        string hasAsMany = graph.Add("Equal", [graph.AddConstant(counts, space.UserCount), ownCount]);
        return (similarities, graph.Add("And", [graph.Add("Equal", [common, ownCount]), hasAsMany]));
    }

    /// <summary>Adds the votes for every item, summed: [items].</summary>
    private static string AddVotes(OnnxGraph graph, UserNeighbourhoodSpace space, string neighbours, string votes)
    {
        var interactions = space.Interactions;
        string votesOfUsers = SparseRowGraph.AddSums(graph, neighbours, votes, space.UserCount);
        string positions = SparseRowGraph.AddPositions(graph, interactions.RowStarts, neighbours);
        string items = graph.Add("Gather", [graph.AddConstant(interactions.Items.ToArray(), interactions.Count), positions]);
        string voters = graph.Add("Gather", [graph.AddConstant(GetRows(interactions), interactions.Count), positions]);
        return SparseRowGraph.AddSums(graph, items, graph.Add("Gather", [votesOfUsers, voters]), space.ItemCount);
    }

    /// <summary>The row of every entry.</summary>
    private static int[] GetRows(InteractionMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.UserCount).SelectMany(row => Enumerable.Repeat(row, matrix.GetCount(row)))];
}
