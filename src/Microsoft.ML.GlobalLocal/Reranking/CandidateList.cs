namespace Microsoft.ML.GlobalLocal;

/// <summary>The candidates of one request after the other, with their features. Not thread-safe: each cursor has its own.</summary>
internal sealed class CandidateList
{
    private readonly CandidateTransformer _parent;
    private readonly UserQuery _query;
    private readonly int[] _items;
    private readonly float[] _scores;
    private readonly float[] _scaledScores;
    private readonly float[] _weights;
    private CandidateRequest? _request;

    public CandidateList(CandidateTransformer parent)
    {
        _parent = parent;
        _query = parent.Model.Attention.CreateQuery();
        _items = new int[Math.Min(parent.Count, parent.Model.Items.Count)];
        _scores = new float[_items.Length];
        int spaces = parent.Model.Attention.Spaces.Count;
        _scaledScores = new float[_items.Length * spaces];
        _weights = new float[_items.Length * spaces];
    }

    /// <summary>
    /// The number of rows: one per candidate. A request without candidates has one row of missing values, so that it is not lost; in training it has
    /// none, and neither has one without a held-out item among its candidates, of which nothing can be learned.
    /// </summary>
    public int Count { get; private set; }

    /// <summary>The user of the request; -1 if it is unknown.</summary>
    public int User => _request!.User;

    /// <summary>Finds the candidates of a request.</summary>
    public void Fill(CandidateRequest request)
    {
        _request = request;
        var attention = _parent.Model.Attention;
        int found = 0;
        if (request.User >= 0)
        {
            attention.Prepare(_query, _parent.Model.Interactions, request.User);
            found = _parent.Retriever.Retrieve(_query, _items, _scores, request.Filter);
        }

        if (request.Positives is { } positives)
        {
            Count = _items.Take(found).Any(positives.Contains) ? found : 0;
        }
        else
        {
            Count = Math.Max(found, 1);
            _items[0] = found == 0 ? KeyColumn.MissingIndex : _items[0];
        }

        int values = found * attention.Spaces.Count;
        attention.GetScoresAndWeights(_query, _items.AsSpan(0, found), _scaledScores.AsSpan(0, values), _weights.AsSpan(0, values));
    }

    /// <summary>The item of a row; -1 if it is missing.</summary>
    public int GetItem(int row) => _items[row];

    /// <summary>1 for a held-out item, else 0.</summary>
    public float GetLabel(int row) => _request!.Positives!.Contains(_items[row]) ? 1 : 0;

    /// <summary>The features of a row, in the order of <see cref="CandidateTransformer.GetFeatureNames"/>.</summary>
    public void CopyFeatures(int row, Span<float> features)
    {
        int item = _items[row];
        var context = features[^_request!.Context.Length..];
        if (item < 0)
        {
            features.Fill(float.NaN);
        }
        else
        {
            var spaces = _parent.SpaceIndices;
            int first = row * _parent.Model.Attention.Spaces.Count;
            for (int n = 0; n < spaces.Length; n++)
            {
                features[n] = _scaledScores[first + spaces[n]];
                features[spaces.Length + n] = _weights[first + spaces[n]];
            }

            features = features[(2 * spaces.Length)..];
            features[0] = row + 1;
            features[1] = _scores[row];
            features[2] = _parent.LogPopularity[item];
            features[3] = _parent.GetLogActivity(_request.User);
            _parent.ItemFeatures[item].CopyTo(features[4..]);
        }

        _request.Context.CopyTo(context);
    }
}
