using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Deals out the pairs that <see cref="DeepIcfTrainer"/> trains on, batch by batch. A batch has all pairs of some users, so that the history of a user
/// is summed up once. Not thread-safe.
/// </summary>
internal sealed class DeepIcfBatches
{
    private readonly InteractionMatrix _interactions;
    private readonly DeepIcfTrainer.Options _options;
    private readonly Random _random;
    private readonly int[] _users;
    private readonly List<long> _history = [];
    private readonly List<long> _historyPlaces = [];
    private readonly List<long> _places = [];
    private readonly List<long> _items = [];
    private readonly List<float> _labels = [];
    private readonly List<float> _scales = [];
    private int _next;

    /// <summary>Makes the batches of the users that have some items, but not all.</summary>
    public DeepIcfBatches(InteractionMatrix interactions, DeepIcfTrainer.Options options, int seed)
    {
        _interactions = interactions;
        _options = options;
        _random = new Random(seed);
        _users = [.. Enumerable.Range(0, interactions.UserCount).Where(user => interactions.GetCount(user) > 0 && interactions.GetCount(user) < interactions.ItemCount)];
    }

    /// <summary>The number of users U of the batch.</summary>
    public int UserCount { get; private set; }

    /// <summary>Starts an epoch: users come in another order, with other negatives.</summary>
    public void Start()
    {
        _random.Shuffle(_users);
        _next = 0;
    }

    /// <summary>Makes the next batch, if users are left.</summary>
    public bool MoveNext()
    {
        if (_next == _users.Length)
        {
            return false;
        }

        _history.Clear();
        _historyPlaces.Clear();
        _places.Clear();
        _items.Clear();
        _labels.Clear();
        _scales.Clear();
        for (UserCount = 0; _next < _users.Length && _items.Count < _options.BatchSize; UserCount++)
        {
            Add(_users[_next++], UserCount);
        }

        return true;
    }

    /// <summary>
    /// The batch of U users and B pairs: the users' items [H], the place of each one's user [H], and for each pair its user's place [B], its item [B],
    /// its label [B, 1], and what the sum over the user's other items is multiplied with [B, 1].
    /// </summary>
    public (Tensor History, Tensor HistoryPlaces, Tensor Places, Tensor Items, Tensor Labels, Tensor Scales) ToTensors(Device device) => (
        tensor([.. _history], device: device).clone(),
        tensor([.. _historyPlaces], device: device).clone(),
        tensor([.. _places], device: device).clone(),
        tensor([.. _items], device: device).clone(),
        tensor([.. _labels], device: device).clone().unsqueeze_(-1),
        tensor([.. _scales], device: device).clone().unsqueeze_(-1));

    private void Add(int user, int place)
    {
        var known = _interactions.GetItems(user);
        int others = _interactions.ItemCount - known.Length;
        float scale = GetScale(known.Length);
        float positiveScale = GetScale(known.Length - 1);
        foreach (int item in known)
        {
            _history.Add(item);
            _historyPlaces.Add(place);
            AddPair(place, item, 1, positiveScale);
            for (int n = 0; n < _options.Negatives; n++)
            {
                AddPair(place, GlobalTripletSampler.FindOther(known, _random.Next(others)), 0, scale);
            }
        }
    }

    private void AddPair(int place, int item, float label, float scale)
    {
        _places.Add(place);
        _items.Add(item);
        _labels.Add(label);
        _scales.Add(scale);
    }

    private float GetScale(int count) => MathF.Pow(Math.Max(1, count), -_options.HistoryExponent);
}
