using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The triplets of a batch by their distinct ids: a tower runs once for each user and item of the batch, however many triplets it is in. Made
/// once, filled for every batch.
/// </summary>
internal sealed class TripletBatch
{
    private readonly int[] _placeOfUser;
    private readonly int[] _placeOfItem;
    private readonly long[] _userIds;
    private readonly long[] _itemIds;
    private readonly long[] _users;
    private readonly long[] _positives;
    private readonly long[] _negatives;
    private int _userCount;
    private int _itemCount;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="capacity">The largest number of triplets.</param>
    /// <param name="userCount">The number of users.</param>
    /// <param name="itemCount">The number of items.</param>
    public TripletBatch(int capacity, int userCount, int itemCount)
    {
        _placeOfUser = new int[userCount];
        _placeOfItem = new int[itemCount];
        _placeOfUser.AsSpan().Fill(-1);
        _placeOfItem.AsSpan().Fill(-1);
        _userIds = new long[Math.Min(capacity, userCount)];
        _itemIds = new long[(int)Math.Min(2L * capacity, itemCount)];
        _users = new long[capacity];
        _positives = new long[capacity];
        _negatives = new long[capacity];
    }

    /// <summary>The number of triplets B.</summary>
    public int Count { get; private set; }

    /// <summary>The distinct users, in the order of their first triplet.</summary>
    public ReadOnlySpan<long> UserIds => _userIds.AsSpan(0, _userCount);

    /// <summary>The distinct items, in the order of their first triplet.</summary>
    public ReadOnlySpan<long> ItemIds => _itemIds.AsSpan(0, _itemCount);

    /// <summary>The place of each triplet's user among the distinct users: [B].</summary>
    public ReadOnlySpan<long> Users => _users.AsSpan(0, Count);

    /// <summary>The place of each triplet's positive among the distinct items: [B].</summary>
    public ReadOnlySpan<long> Positives => _positives.AsSpan(0, Count);

    /// <summary>The place of each triplet's negative among the distinct items: [B].</summary>
    public ReadOnlySpan<long> Negatives => _negatives.AsSpan(0, Count);

    /// <summary>
    /// Cuts triplets into as few batches as there can be, all as large, to one: a step of Adam is as long for a batch of the few that are left over, whose
    /// gradient is mostly chance.
    /// </summary>
    /// <param name="triplets">The number of triplets.</param>
    /// <param name="batchSize">The largest size of a batch.</param>
    public static IEnumerable<(int Start, int Count)> Split(int triplets, int batchSize)
    {
        long batches = (triplets + (long)batchSize - 1) / batchSize;
        for (long n = 0; n < batches; n++)
        {
            int start = (int)(triplets * n / batches);
            yield return (start, (int)(triplets * (n + 1) / batches) - start);
        }
    }

    /// <summary>Takes the triplets of the next batch.</summary>
    public void Fill(ReadOnlySpan<Triplet> triplets)
    {
        Forget(_placeOfUser, UserIds);
        Forget(_placeOfItem, ItemIds);
        _userCount = _itemCount = 0;
        Count = triplets.Length;
        for (int n = 0; n < triplets.Length; n++)
        {
            _users[n] = Place(triplets[n].User, _placeOfUser, _userIds, ref _userCount);
            _positives[n] = Place(triplets[n].Positive, _placeOfItem, _itemIds, ref _itemCount);
            _negatives[n] = Place(triplets[n].Negative, _placeOfItem, _itemIds, ref _itemCount);
        }
    }

    /// <summary>
    /// Each triplet's places among the distinct ids, as tensors of the caller's dispose scope. On the CPU they share the memory of the batch: don't
    /// use them after the next <see cref="Fill"/>.
    /// </summary>
    /// <param name="device">The device to compute on.</param>
    public (Tensor Users, Tensor Positives, Tensor Negatives) ToTensors(Device device)
    {
        return (ToTensor(_users), ToTensor(_positives), ToTensor(_negatives));

        Tensor ToTensor(long[] places) => frombuffer(places, ScalarType.Int64, Count).to(device);
    }

    private static int Place(int id, int[] placeOfId, long[] ids, ref int count)
    {
        ref int place = ref placeOfId[id];
        if (place < 0)
        {
            place = count;
            ids[count++] = id;
        }

        return place;
    }

    private static void Forget(int[] placeOfId, ReadOnlySpan<long> ids)
    {
        foreach (long id in ids)
        {
            placeOfId[id] = -1;
        }
    }
}
