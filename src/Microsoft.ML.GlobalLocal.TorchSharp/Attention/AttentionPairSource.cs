using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Collects what the attention network reads of pairs, from the frozen spaces. It lives in the dispose scope of the caller.</summary>
internal sealed class AttentionPairSource
{
    private readonly AttentionModel _model;
    private readonly InteractionMatrix _interactions;
    private readonly Device _device;
    private readonly bool _needsScores;
    private readonly Tensor[] _userTables = [];
    private readonly Tensor[] _itemTables = [];
    private readonly float[] _logPopularity;
    private readonly UserQuery _query;

    /// <summary>Makes the source.</summary>
    /// <param name="model">The spaces and their scales.</param>
    /// <param name="interactions">The interactions that the spaces were trained on.</param>
    /// <param name="options">What is read and blended: only that is collected.</param>
    /// <param name="device">The device to compute on.</param>
    public AttentionPairSource(AttentionModel model, InteractionMatrix interactions, AttentionTrainer.Options options, Device device)
    {
        _model = model;
        _interactions = interactions;
        _device = device;
        _needsScores = options.Inputs == AttentionInputs.Scores || options.Blend == Blend.Scores;
        if (options.Inputs == AttentionInputs.Representations || options.Blend == Blend.Representations)
        {
            _userTables = [.. model.Spaces.Select(space => tensor(space.UserTable, [space.UserCount, space.Dimension], device: device).clone())];
            _itemTables = [.. model.Spaces.Select(space => tensor(space.ItemTable, [space.ItemCount, space.Dimension], device: device).clone())];
        }

        _logPopularity = AttentionExport.GetLogPopularity(interactions);
        _query = model.CreateQuery();
    }

    /// <summary>Collects the pairs of each triplet's user with one of its items.</summary>
    public AttentionPairs Collect(ReadOnlySpan<Triplet> triplets, Func<Triplet, int> getItem)
    {
        var users = new long[triplets.Length];
        var items = new long[triplets.Length];
        int inputs = _model.Spaces.Count + 2;
        var scores = new float[_needsScores ? triplets.Length * inputs : 0];
        for (int n = 0; n < triplets.Length; n++)
        {
            int item = getItem(triplets[n]);
            (users[n], items[n]) = (triplets[n].User, item);
            if (_needsScores)
            {
                _model.Prepare(_query, _interactions, triplets[n].User);
                var row = scores.AsSpan(n * inputs, inputs);
                _model.GetScaledScores(_query, item, row[..^2]);
                row[^2] = _query.LogActivity;
                row[^1] = _logPopularity[item];
            }
        }

        var userIds = tensor(users, device: _device);
        var itemIds = tensor(items, device: _device);
        return new AttentionPairs(
            [.. _userTables.Select(table => table.index_select(0, userIds))],
            [.. _itemTables.Select(table => table.index_select(0, itemIds))],
            tensor(scores, [scores.Length / inputs, inputs], device: _device).clone());
    }
}
