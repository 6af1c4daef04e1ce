using static Microsoft.ML.GlobalLocal.OnnxGraph;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The search of a whole model as a graph: a user's items, the scores of all items, those of the user's own put last, the best N.</summary>
internal sealed class TopNGraph(OnnxGraph graph, GlobalLocalModel model)
{
    public void Build()
    {
        string user = AddUser();
        string n = graph.AddInput("n", ElementType.Int64, 1);
        string ownItems = AddOwnItems(user);
        string scores = new AttentionGraph(graph, model, user, ownItems).AddScores();

        string lowest = graph.Add("Expand", [graph.AddConstant([float.NegativeInfinity], 1), graph.Add("Shape", [ownItems])]);
        string unseen = graph.Add("ScatterElements", [scores, ownItems, lowest], ("axis", 0));
        string left = graph.Add("Sub", [graph.AddList(model.Items.Count), graph.Add("Shape", [ownItems])]);
        graph.Add("TopK", [unseen, graph.Add("Min", [n, left])], ["scores", "items"], ("axis", 0), ("largest", 1), ("sorted", 1));
        graph.AddOutput("items", ElementType.Int64, "found");
        graph.AddOutput("scores", ElementType.Single, "found");
    }

    /// <summary>The user's index; a negative one, which ONNX would count from the end, becomes one that is too large.</summary>
    private string AddUser()
    {
        string user = graph.AddInput("user", ElementType.Int64, 1);
        return graph.Add("Where", [graph.Add("Less", [user, graph.AddList(0)]), graph.AddList(model.Users.Count), user]);
    }

    private string AddOwnItems(string user)
    {
        string starts = graph.AddList([.. model.Interactions.RowStarts.ToArray().Select(start => (long)start)]);
        string items = graph.AddConstant(model.Interactions.Items.ToArray(), model.Interactions.Count);
        string start = graph.Add("Gather", [starts, user]);
        string end = graph.Add("Gather", [starts, graph.Add("Add", [user, graph.AddList(1)])]);
        return graph.Add("Slice", [items, start, end]);
    }
}
