namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Keeps the N best of a stream of scored items, best first, ties by item index, in spans of the caller's: a binary heap whose root is the worst
/// that is kept. NaN scores are never kept.
/// </summary>
internal ref struct TopNSelector(Span<int> items, Span<float> scores)
{
    private readonly Span<int> _items = items;
    private readonly Span<float> _scores = scores;

    /// <summary>The number of items kept so far.</summary>
    public int Count { get; private set; }

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
