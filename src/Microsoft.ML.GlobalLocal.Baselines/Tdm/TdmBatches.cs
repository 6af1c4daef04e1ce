using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Deals out what <see cref="TdmTrainer"/> trains on, batch by batch: of each interaction some other items of the user, and at every level the node on
/// the path to its item and nodes that the user does not like. Not thread-safe.
/// </summary>
internal sealed class TdmBatches
{
    private readonly InteractionMatrix _interactions;
    private readonly NodeLevel[] _levels;
    private readonly int _historyLimit;
    private readonly Random _random;
    private readonly (int User, int Item)[] _pairs;
    private readonly int _batchSize;
    private readonly long[] _history;
    private readonly float[] _historyMask;
    private readonly long[] _nodes;
    private readonly float[] _labels;
    private readonly float[] _weights;
    private int _next;

    /// <summary>Makes the batches of the users that have some items, but not all.</summary>
    public TdmBatches(InteractionMatrix interactions, NodeLevel[] levels, TdmTrainer.Options options, int seed)
    {
        _interactions = interactions;
        _levels = levels;
        _random = new Random(seed);
        var users = Enumerable.Range(0, interactions.UserCount).Where(user => interactions.GetCount(user) < interactions.ItemCount).ToArray();
        _pairs = [.. users.SelectMany(user => interactions.GetItems(user).ToArray().Select(item => (user, item)))];
        _historyLimit = Math.Max(1, Math.Min(options.HistoryLimit, users.Max(interactions.GetCount) - 1));
        _batchSize = Math.Min(options.BatchSize, _pairs.Length);
        NodesPerPair = levels.Sum(level => 1 + level.Negatives);
        _history = new long[_batchSize * _historyLimit];
        _historyMask = new float[_history.Length];
        _nodes = new long[_batchSize * NodesPerPair];
        _labels = new float[_nodes.Length];
        _weights = new float[_nodes.Length];
    }

    /// <summary>The number M of nodes of an interaction.</summary>
    public int NodesPerPair { get; }

    /// <summary>The number B of interactions of the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Starts an epoch: the interactions come in another order, with other negatives.</summary>
    public void Start()
    {
        _random.Shuffle(_pairs);
        _next = 0;
    }

    /// <summary>Makes the next batch, if interactions are left.</summary>
    public bool MoveNext()
    {
        Count = Math.Min(_batchSize, _pairs.Length - _next);
        for (int n = 0; n < Count; n++)
        {
            var (user, item) = _pairs[_next++];
            FillHistory(user, item, _history.AsSpan(n * _historyLimit, _historyLimit), _historyMask.AsSpan(n * _historyLimit, _historyLimit));
            FillNodes(user, item, n * NodesPerPair);
        }

        return Count > 0;
    }

    /// <summary>
    /// The batch of B interactions: the other items of their users [B, H], and which of these are there (1; else 0) [B, H]; the nodes [B, M], whether the
    /// user likes them (1; else 0) [B, M], and whether they count (1; else 0) [B, M].
    /// </summary>
    public (Tensor History, Tensor HistoryMask, Tensor Nodes, Tensor Labels, Tensor Weights) ToTensors(Device device)
    {
        return (Copy(_history), Copy(_historyMask), Copy(_nodes), Copy(_labels), Copy(_weights));

        Tensor Copy<T>(T[] values)
            where T : unmanaged => from_array(values, device: device).reshape(_batchSize, -1).narrow(0, 0, Count).clone();
    }

    /// <summary>Draws some of the user's items other than the one of the interaction, which would tell that it is there.</summary>
    private void FillHistory(int user, int item, Span<long> history, Span<float> mask)
    {
        var items = _interactions.GetItems(user);
        int left = items.Length - 1;
        int wanted = Math.Min(left, history.Length);
        int count = 0;
        foreach (int other in items)
        {
            if (other != item && _random.Next(left--) < wanted - count)
            {
                history[count++] = other;
            }
        }

        history[count..].Clear();
        mask[..count].Fill(1);
        mask[count..].Clear();
    }

    private void FillNodes(int user, int item, int place)
    {
        foreach (var level in _levels)
        {
            int count = 1 + level.Negatives;
            bool counts = level.HasNegatives(user);
            _nodes[place] = level.GetPathNode(item);
            for (int n = 1; n < count; n++)
            {
                _nodes[place + n] = counts ? level.DrawNegative(user, _random) : _nodes[place];
            }

            _labels.AsSpan(place, count).Clear();
            _labels[place] = 1;
            _weights.AsSpan(place, count).Fill(counts ? 1 : 0);
            place += count;
        }
    }
}
