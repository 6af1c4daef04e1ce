namespace Microsoft.ML.GlobalLocal;

/// <summary>One space as a part of a graph; each part is added once, and where it is used only.</summary>
internal sealed class SpaceGraph
{
    private readonly OnnxGraph _graph;
    private readonly RepresentationSpace _space;
    private readonly string _user;
    private readonly string _ownItems;
    private string? _userVector;
    private string? _itemVectors;
    private string? _scores;

    /// <summary>Starts the part of a space.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="space">The space.</param>
    /// <param name="user">The user's index: [1].</param>
    /// <param name="ownItems">The user's items: [own].</param>
    public SpaceGraph(OnnxGraph graph, RepresentationSpace space, string user, string ownItems)
    {
        _graph = graph;
        _space = space;
        _user = user;
        _ownItems = ownItems;
    }

    /// <summary>Adds the user's vector: [1, dimension].</summary>
    public string AddUserVector() => _userVector ??= _graph.Add("Gather", [_graph.AddConstant(_space.UserTable, _space.UserCount, _space.Dimension), _user]);

    /// <summary>Adds the items' vectors: [items, dimension].</summary>
    public string AddItemVectors() => _itemVectors ??= _graph.AddConstant(_space.ItemTable, _space.ItemCount, _space.Dimension);

    /// <summary>Adds the scores of all items, scaled: [1, items].</summary>
    public string AddScores(float scale) => _scores ??= _graph.Add("Mul", [AddUnscaled(), _graph.AddConstant([scale], 1, 1)]);

    /// <summary>Adds the negative distances between the rows of two tables, one of which may have a single row: [rows].</summary>
    public static string AddNegativeDistances(OnnxGraph graph, string users, string items) =>
        graph.Add("Neg", [graph.Add("ReduceL2", [graph.Add("Sub", [users, items])], ("axes", new long[] { 1 }), ("keepdims", 0))]);

    private string AddUnscaled() => _space switch
    {
        NeighbourhoodSpace neighbourhood => AddRow(AddSums(neighbourhood.Weights)),
        UserNeighbourhoodSpace neighbourhood => AddRow(UserNeighbourhoodGraph.AddScores(_graph, neighbourhood, _ownItems)),
        VectorSpace { Similarity: VectorSimilarity.Product } => _graph.Add("Gemm", [AddUserVector(), AddItemVectors()], ("transB", 1)),
        VectorSpace => AddRow(AddNegativeDistances(_graph, AddUserVector(), AddItemVectors())),
        _ => throw new NotSupportedException(
            $"The score of space '{_space.Name}' is code of its own ({_space.GetType().Name}), which has no ONNX form. Spaces of vectors and of neighbours have one: train a model of these."),
    };

    private string AddRow(string values) => _graph.Add("Reshape", [values, _graph.AddList(1, -1)]);

    /// <summary>The weights from the user's items to all, summed: [items].</summary>
    private string AddSums(NeighbourWeights weights)
    {
        int entries = weights.Neighbours.Length;
        string positions = SparseRowGraph.AddPositions(_graph, weights.RowStarts, SparseRowGraph.AddRows(_graph, _ownItems));
        string neighbours = _graph.Add("Gather", [_graph.AddConstant(weights.Neighbours.ToArray(), entries), positions]);
        string values = _graph.Add("Gather", [_graph.AddConstant(weights.Weights.ToArray(), entries), positions]);
        return SparseRowGraph.AddSums(_graph, neighbours, values, weights.ItemCount);
    }
}
