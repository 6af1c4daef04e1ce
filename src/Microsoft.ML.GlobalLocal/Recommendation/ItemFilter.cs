namespace Microsoft.ML.GlobalLocal;

/// <summary>Which items a request may be answered with. Immutable and thread-safe.</summary>
public sealed class ItemFilter
{
    private readonly int[]? _allowed;
    private readonly int[] _denied;

    /// <summary>Makes a filter.</summary>
    /// <param name="allowed">The indices of the only items that may be returned; <see langword="null"/>: all.</param>
    /// <param name="denied">The indices of items that are not returned; <see langword="null"/>: none.</param>
    /// <param name="includeSeen">Whether items that the user has already interacted with may be returned. Default: no.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative.</exception>
    public ItemFilter(IEnumerable<int>? allowed = null, IEnumerable<int>? denied = null, bool includeSeen = false)
    {
        _allowed = allowed is null ? null : Sort(allowed);
        _denied = denied is null ? [] : Sort(denied);
        IncludeSeen = includeSeen;
    }

    /// <summary>Leaves out what the user has already interacted with, and nothing else.</summary>
    public static ItemFilter Unseen { get; } = new();

    /// <summary>Whether items that the user has already interacted with may be returned.</summary>
    public bool IncludeSeen { get; }

    /// <summary>Whether the item may be returned to a user with the given items.</summary>
    /// <param name="seen">The user's items, ascending.</param>
    /// <param name="item">The item.</param>
    public bool Allows(ReadOnlySpan<int> seen, int item) =>
        (IncludeSeen || seen.BinarySearch(item) < 0)
        && (_allowed is null || Array.BinarySearch(_allowed, item) >= 0)
        && Array.BinarySearch(_denied, item) < 0;

    /// <summary>Sets the scores of those of a block of consecutive items to NaN that may not be returned.</summary>
    /// <param name="seen">The user's items, ascending.</param>
    /// <param name="start">The first item of the block.</param>
    /// <param name="scores">The scores of the block's items.</param>
    internal void Exclude(ReadOnlySpan<int> seen, int start, Span<float> scores)
    {
        if (!IncludeSeen)
        {
            Exclude(start, scores, seen);
        }

        Exclude(start, scores, _denied);
        if (_allowed is not null)
        {
            int next = FindFirst(_allowed, start);
            for (int n = 0; n < scores.Length; n++)
            {
                if (next < _allowed.Length && _allowed[next] == start + n)
                {
                    next++;
                }
                else
                {
                    scores[n] = float.NaN;
                }
            }
        }
    }

    private static void Exclude(int start, Span<float> scores, ReadOnlySpan<int> excluded)
    {
        for (int n = FindFirst(excluded, start); n < excluded.Length && excluded[n] < start + scores.Length; n++)
        {
            scores[excluded[n] - start] = float.NaN;
        }
    }

    /// <summary>The place of the first of the ascending items that is not below another.</summary>
    private static int FindFirst(ReadOnlySpan<int> items, int item)
    {
        int place = items.BinarySearch(item);
        return place < 0 ? ~place : place;
    }

    private static int[] Sort(IEnumerable<int> items)
    {
        var sorted = items.Distinct().ToArray();
        Array.Sort(sorted);
        return sorted is [< 0, ..]
            ? throw new ArgumentOutOfRangeException(nameof(items), sorted[0], "The items of a filter are indices, from 0.")
            : sorted;
    }
}
