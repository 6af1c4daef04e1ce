using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The labelled pairs of a batch by their distinct ids: a side of a network runs once for each user and item of the batch. Made once, filled for
/// every batch.
/// </summary>
internal sealed class LabelledBatch
{
    private readonly DistinctIds _users;
    private readonly DistinctIds _items;
    private readonly float[] _labels;
    private int _count;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="capacity">The largest number of pairs.</param>
    /// <param name="userCount">The number of users.</param>
    /// <param name="itemCount">The number of items.</param>
    public LabelledBatch(int capacity, int userCount, int itemCount)
    {
        _users = new DistinctIds(capacity, userCount);
        _items = new DistinctIds(capacity, itemCount);
        _labels = new float[capacity];
    }

    /// <summary>The distinct users.</summary>
    public ReadOnlySpan<int> UserIds => _users.Ids;

    /// <summary>The distinct items.</summary>
    public ReadOnlySpan<int> ItemIds => _items.Ids;

    /// <summary>Takes the pairs of the next batch.</summary>
    public void Fill(ReadOnlySpan<LabelledPair> pairs)
    {
        _users.Clear();
        _items.Clear();
        _count = pairs.Length;
        for (int n = 0; n < pairs.Length; n++)
        {
            _users.Add(pairs[n].User);
            _items.Add(pairs[n].Item);
            _labels[n] = pairs[n].Positive ? 1 : 0;
        }
    }

    /// <summary>Each pair's places among the distinct ids, and its label, as tensors of the caller's dispose scope.</summary>
    public (Tensor Users, Tensor Items, Tensor Labels) ToTensors(Device device) =>
        (_users.ToTensor(device), _items.ToTensor(device), frombuffer(_labels, ScalarType.Float32, _count).to(device).clone());

    /// <summary>Ids in the order in which they came first, and where each one of a list is among them.</summary>
    private sealed class DistinctIds(int capacity, int idCount)
    {
        private readonly int[] _placeOfId = CreatePlaces(idCount);
        private readonly int[] _ids = new int[Math.Min(capacity, idCount)];
        private readonly long[] _places = new long[capacity];
        private int _distinct;
        private int _added;

        public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _distinct);

        public void Clear()
        {
            foreach (int id in Ids)
            {
                _placeOfId[id] = -1;
            }

            _distinct = _added = 0;
        }

        public void Add(int id)
        {
            ref int place = ref _placeOfId[id];
            if (place < 0)
            {
                place = _distinct;
                _ids[_distinct++] = id;
            }

            _places[_added++] = place;
        }

        public Tensor ToTensor(Device device) => frombuffer(_places, ScalarType.Int64, _added).to(device);

        private static int[] CreatePlaces(int count)
        {
            var places = new int[count];
            places.AsSpan().Fill(-1);
            return places;
        }
    }
}
