using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Collects what the attention network reads of the pairs of an epoch's triplets, from the frozen spaces. Its tensors live in the dispose scope of the
/// caller.
/// </summary>
internal sealed class AttentionPairSource
{
    private readonly AttentionModel _model;
    private readonly InteractionMatrix _interactions;
    private readonly Device _device;
    private readonly bool _needsScores;
    private readonly Tensor[] _userTables = [];
    private readonly Tensor[] _itemTables = [];
    private readonly float[] _logPopularity;
    private ReadOnlyMemory<Triplet> _triplets;
    private float[] _positiveScores = [];
    private float[] _negativeScores = [];

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
    }

    private int Inputs => _model.Spaces.Count + 2;

    /// <summary>Takes the triplets of an epoch, and scores their pairs user by user: some spaces score all items of a user as fast as one.</summary>
    /// <param name="triplets">The triplets, in the order of training.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public void SetTriplets(ReadOnlyMemory<Triplet> triplets, ParallelOptions parallelism)
    {
        _triplets = triplets;
        if (!_needsScores)
        {
            return;
        }

        _positiveScores = new float[triplets.Length * Inputs];
        _negativeScores = new float[triplets.Length * Inputs];
        int[][] places = [.. Enumerable.Range(0, triplets.Length).GroupBy(n => triplets.Span[n].User).Select(user => user.ToArray())];
        Parallel.For(0, places.Length, parallelism, _model.CreateQuery, (user, _, query) =>
        {
            _model.Prepare(query, _interactions, triplets.Span[places[user][0]].User);
            foreach (int n in places[user])
            {
                Read(query, triplets.Span[n].Positive, _positiveScores.AsSpan(n * Inputs, Inputs));
                Read(query, triplets.Span[n].Negative, _negativeScores.AsSpan(n * Inputs, Inputs));
            }

            return query;
        }, _ => { });
    }

    /// <summary>Collects the pairs of the users and the positives of some triplets.</summary>
    /// <param name="start">The place of the first triplet.</param>
    /// <param name="count">The number of triplets.</param>
    public AttentionPairs CollectPositives(int start, int count) => Collect(start, count, triplet => triplet.Positive, _positiveScores);

    /// <summary>Collects the pairs of the users and the negatives of some triplets.</summary>
    /// <param name="start">The place of the first triplet.</param>
    /// <param name="count">The number of triplets.</param>
    public AttentionPairs CollectNegatives(int start, int count) => Collect(start, count, triplet => triplet.Negative, _negativeScores);

    private AttentionPairs Collect(int start, int count, Func<Triplet, int> getItem, float[] allScores)
    {
        var triplets = _triplets.Slice(start, count).ToArray();
        var scores = _needsScores ? allScores[(start * Inputs)..((start + count) * Inputs)] : [];
        var users = tensor(Array.ConvertAll(triplets, triplet => (long)triplet.User), device: _device);
        var items = tensor(Array.ConvertAll(triplets, triplet => (long)getItem(triplet)), device: _device);
        return new AttentionPairs(
            [.. _userTables.Select(table => table.index_select(0, users))],
            [.. _itemTables.Select(table => table.index_select(0, items))],
            tensor(scores, [scores.Length / Inputs, Inputs], device: _device).clone());
    }

    private void Read(UserQuery query, int item, Span<float> row)
    {
        _model.GetScaledScores(query, item, row[..^2]);
        row[^2] = query.LogActivity;
        row[^1] = _logPopularity[item];
    }
}
