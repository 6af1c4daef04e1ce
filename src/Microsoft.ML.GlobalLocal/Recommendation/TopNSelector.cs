using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Keeps the N best of a stream of scored items, best first, ties by item index, in spans of the caller's: a binary heap whose root is the worst
/// that is kept. NaN scores are never kept.
/// </summary>
/// <param name="items">Where the items are kept; its length is N.</param>
/// <param name="scores">Where their scores are kept; as long as <paramref name="items"/>.</param>
/// <param name="count">How many the spans hold already, from an earlier selection that was not completed.</param>
internal ref struct TopNSelector(Span<int> items, Span<float> scores, int count = 0)
{
    private const int Lanes = 8;

    private readonly Span<int> _items = items;
    private readonly Span<float> _scores = scores;

    /// <summary>The number of items kept so far.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Offers an item.</summary>
    public void Add(int item, float score)
    {
        if (Count < _items.Length)
        {
            if (!float.IsNaN(score))
            {
                Rise(Count++, item, score);
            }
        }
        else if (Count > 0 && (score > _scores[0] || (score == _scores[0] && item < _items[0])))
        {
            Sink(Count, item, score);
        }
    }

    /// <summary>Offers consecutive items.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="scores">Its score and those of the items behind it.</param>
    public void AddRange(int first, ReadOnlySpan<float> scores)
    {
        int n = 0;
        while (n < scores.Length)
        {
            // Nearly all items of a catalogue are worse than the worst that is kept: these are passed over eight at a time.
            if (Count == _items.Length && Count > 0 && n + Lanes <= scores.Length)
            {
                if (!Vector256.GreaterThanOrEqualAny(Vector256.Create(scores.Slice(n, Lanes)), Vector256.Create(_scores[0])))
                {
                    n += Lanes;
                    continue;
                }

                for (int end = n + Lanes; n < end; n++)
                {
                    Add(first + n, scores[n]);
                }

                continue;
            }

            Add(first + n, scores[n]);
            n++;
        }
    }

    /// <summary>Puts what was kept in order, best first.</summary>
    /// <returns>The number of items kept.</returns>
    public int Complete()
    {
        for (int end = Count - 1; end > 0; end--)
        {
            (int item, float score) = (_items[end], _scores[end]);
            (_items[end], _scores[end]) = (_items[0], _scores[0]);
            Sink(end, item, score);
        }

        return Count;
    }

    private readonly bool IsWorse(int a, int itemB, float scoreB) =>
        _scores[a] < scoreB || (_scores[a] == scoreB && _items[a] > itemB);

    private readonly void Rise(int position, int item, float score)
    {
        while (position > 0)
        {
            int parent = (position - 1) / 2;
            if (IsWorse(parent, item, score))
            {
                break;
            }

            (_items[position], _scores[position]) = (_items[parent], _scores[parent]);
            position = parent;
        }

        (_items[position], _scores[position]) = (item, score);
    }

    private readonly void Sink(int count, int item, float score)
    {
        int position = 0;
        while (2 * position + 1 < count)
        {
            int child = 2 * position + 1;
            if (child + 1 < count && IsWorse(child + 1, _items[child], _scores[child]))
            {
                child++;
            }

            if (!IsWorse(child, item, score))
            {
                break;
            }

            (_items[position], _scores[position]) = (_items[child], _scores[child]);
            position = child;
        }

        (_items[position], _scores[position]) = (item, score);
    }
}
