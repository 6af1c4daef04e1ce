using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// An <see cref="AttentionModel"/> as a graph. Scores and weights of a space are rows of all items, [1, items]; weights that are the same for all items are
/// [1, 1].
/// </summary>
internal sealed class AttentionGraph
{
    private readonly OnnxGraph _graph;
    private readonly GlobalLocalModel _model;
    private readonly AttentionModel _attention;
    private readonly string _user;
    private readonly RepresentationSpace[] _spaces;
    private readonly SpaceGraph[] _spaceGraphs;

    /// <summary>Starts the graph.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="model">The model.</param>
    /// <param name="user">The user's index: [1].</param>
    /// <param name="ownItems">The user's items: [own].</param>
    public AttentionGraph(OnnxGraph graph, GlobalLocalModel model, string user, string ownItems)
    {
        _graph = graph;
        _model = model;
        _attention = model.Attention;
        _user = user;
        _spaces = [.. _attention.Spaces];
        _spaceGraphs = [.. _spaces.Select(space => new SpaceGraph(graph, space, user, ownItems))];
    }

    /// <summary>Adds the scores of all items: [items].</summary>
    public string AddScores()
    {
        string row = _attention.Weighting is FixedWeighting weighting ? AddFixed(weighting) : AddAttention();
        return _graph.Add("Reshape", [row, _graph.AddList(-1)]);
    }

    /// <summary>Weights that are known: a space of weight 0 need not be in the graph.</summary>
    private string AddFixed(FixedWeighting weighting)
    {
        var alpha = new float[_spaces.Length];
        TensorPrimitives.Subtract(weighting.Biases, TensorPrimitives.Max<float>(weighting.Biases), alpha);
        TensorPrimitives.SoftMax<float>(alpha, alpha);
        int[] kept = [.. Enumerable.Range(0, alpha.Length).Where(r => alpha[r] > 0)];
        return AddBlend(kept, [.. kept.Select(r => _graph.AddConstant([alpha[r]], 1, 1))]);
    }

    private string AddAttention()
    {
        int[] all = [.. Enumerable.Range(0, _spaces.Length)];
        string outputs = AddOutputs();
        if (!_attention.Weighting.HasPairFactor)
        {
            return AddBlend(all, AddWeights(outputs));
        }

        string logits = _graph.Add("Gather", [outputs, _graph.AddList([.. all])], ("axis", 0));
        string factorLogits = _graph.Add("Gather", [outputs, _graph.AddList(_spaces.Length)], ("axis", 0));
        string factors = _graph.Add("Mul", [_graph.Add("Sigmoid", [factorLogits]), _graph.AddConstant([2f], 1, 1)]);
        return _graph.Add("Mul", [AddBlend(all, AddWeights(logits)), factors]);
    }

    /// <summary>Blends scores, or vectors which are then compared.</summary>
    /// <param name="spaces">The spaces.</param>
    /// <param name="weights">The weights of each.</param>
    private string AddBlend(int[] spaces, string[] weights)
    {
        if (_attention.Blend == Blend.Scores)
        {
            return _graph.Add("Sum", [.. spaces.Select((r, n) => _graph.Add("Mul", [AddScaledScores(r), weights[n]]))]);
        }

        string column = _graph.AddList(-1, 1);
        string[] weightColumns = [.. weights.Select(row => _graph.Add("Reshape", [row, column]))];
        string users = _graph.Add("Sum", [.. spaces.Select((r, n) => _graph.Add("Mul", [_spaceGraphs[r].AddUserVector(), weightColumns[n]]))]);
        string items = _graph.Add("Sum", [.. spaces.Select((r, n) => _graph.Add("Mul", [_spaceGraphs[r].AddItemVectors(), weightColumns[n]]))]);
        string scores = _attention.Similarity == VectorSimilarity.Product
            ? _graph.Add("ReduceSum", [_graph.Add("Mul", [users, items]), _graph.AddList(1)], ("keepdims", 0))
            : SpaceGraph.AddNegativeDistances(_graph, users, items);
        return _graph.Add("Reshape", [scores, _graph.AddList(1, -1)]);
    }

    private string AddScaledScores(int space) => _spaceGraphs[space].AddScores(_attention.Scales[space]);

    /// <summary>The logits of the spaces without their biases, and those of the pairs' factors if they have some: [rows, items].</summary>
    private string AddOutputs() => _attention.Weighting switch
    {
        ScoreWeighting weighting => AddOutputs(weighting),
        RepresentationWeighting weighting => AddOutputs(weighting),
        var other => throw new NotSupportedException($"An attention of kind {other.GetType().Name} has no ONNX form."),
    };

    /// <summary>Eq. 8: the softmax over the spaces of their logits. Gives the row of each space.</summary>
    private string[] AddWeights(string logits)
    {
        string biased = _graph.Add("Add", [logits, _graph.AddConstant(_attention.Weighting.Biases, _spaces.Length, 1)]);
        string alpha = _graph.Add("Softmax", [biased], ("axis", 0));
        return [.. Enumerable.Range(0, _spaces.Length).Select(r => _graph.Add("Gather", [alpha, _graph.AddList(r)], ("axis", 0)))];
    }

    /// <summary>The network over [spaces + 2, items]: the scores, the user's activity and the items' popularity.</summary>
    private string AddOutputs(ScoreWeighting weighting)
    {
        int items = _model.Items.Count;
        float[] activity = [.. Enumerable.Range(0, _model.Users.Count).Select(user => MathF.Log(1 + _model.Interactions.GetCount(user)))];
        string userActivity = _graph.Add("Expand", [_graph.Add("Gather", [_graph.AddConstant(activity, activity.Length), _user]), _graph.AddList(1, items)]);
        string popularity = _graph.AddConstant(weighting.LogPopularity, 1, items);
        string values = _graph.Add("Concat", [.. Enumerable.Range(0, _spaces.Length).Select(AddScaledScores), userActivity, popularity], ("axis", 0));
        return AddNetwork(weighting.Network, values, (layer, input) =>
        {
            string product = _graph.Add("MatMul", [_graph.AddConstant(layer.Weights, layer.OutputSize, layer.InputSize), input]);
            return _graph.Add("Add", [product, _graph.AddConstant(layer.Biases, layer.OutputSize, 1)]);
        });
    }

    /// <summary>The products of f_r of the user and of all items, in every space.</summary>
    private string AddOutputs(RepresentationWeighting weighting) => _graph.Add("Concat", [.. weighting.Networks.Select((network, r) =>
    {
        string user = AddNetwork(network, _spaceGraphs[r].AddUserVector(), AddLayer);
        string items = AddNetwork(network, _spaceGraphs[r].AddItemVectors(), AddLayer);
        return _graph.Add("Gemm", [user, items], ("transB", 1));
    })], ("axis", 0));

    private string AddLayer(DenseLayer layer, string vectors) => _graph.Add(
        "Gemm", [vectors, _graph.AddConstant(layer.Weights, layer.OutputSize, layer.InputSize), _graph.AddConstant(layer.Biases, layer.OutputSize)], ("transB", 1));

    private string AddNetwork(DenseNetwork network, string values, Func<DenseLayer, string, string> addLayer)
    {
        for (int n = 0; n < network.Layers.Length; n++)
        {
            values = addLayer(network.Layers[n], n == 0 ? values : _graph.Add("Relu", [values]));
        }

        return values;
    }
}
