namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The interaction matrix A of the paper (Eq. 1): which user interacted with which item. Users and items are indices from 0;
/// a row holds the items of one user in ascending order, each once. Immutable and thread-safe.
/// </summary>
public sealed class InteractionMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _items;
    private readonly Lazy<InteractionMatrix> _transposed;

    private InteractionMatrix(int[] rowStarts, int[] items, int itemCount, InteractionMatrix? transposed = null)
    {
        _rowStarts = rowStarts;
        _items = items;
        ItemCount = itemCount;
        _transposed = transposed is null ? new Lazy<InteractionMatrix>(Transpose) : new Lazy<InteractionMatrix>(transposed);
    }

    /// <summary>The number of users (rows), those without interactions included.</summary>
    public int UserCount => _rowStarts.Length - 1;

    /// <summary>The number of items (columns), those without interactions included.</summary>
    public int ItemCount { get; }

    /// <summary>The number of distinct interactions.</summary>
    public int Count => _items.Length;

    /// <summary>The same interactions with the roles exchanged: <see cref="GetItems"/> of the result lists the users of an item.</summary>
    public InteractionMatrix Transposed => _transposed.Value;

    internal ReadOnlySpan<int> RowStarts => _rowStarts;

    internal ReadOnlySpan<int> Items => _items;

    /// <summary>Builds the matrix from pairs; repeated pairs are merged.</summary>
    /// <param name="users">The user index of each pair, each in [0, <paramref name="userCount"/>).</param>
    /// <param name="items">The item index of each pair, each in [0, <paramref name="itemCount"/>); as long as <paramref name="users"/>.</param>
    /// <param name="userCount">The number of users.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range, or a number is negative.</exception>
    public static InteractionMatrix FromPairs(ReadOnlySpan<int> users, ReadOnlySpan<int> items, int userCount, int itemCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userCount);
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        if (users.Length != items.Length)
        {
            throw new ArgumentException($"There are {users.Length} users but {items.Length} items; pairs need as many of each.", nameof(items));
        }

        var starts = new int[userCount + 1];
        for (int p = 0; p < users.Length; p++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)users[p], (uint)userCount, nameof(users));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)items[p], (uint)itemCount, nameof(items));
            starts[users[p] + 1]++;
        }

        for (int u = 0; u < userCount; u++)
        {
            starts[u + 1] += starts[u];
        }

        var sorted = new int[users.Length];
        var next = starts.AsSpan(0, userCount).ToArray();
        for (int p = 0; p < users.Length; p++)
        {
            sorted[next[users[p]]++] = items[p];
        }

        int kept = 0;
        for (int u = 0; u < userCount; u++)
        {
            var row = sorted.AsSpan(starts[u], starts[u + 1] - starts[u]);
            row.Sort();
            starts[u] = kept;
            int previous = -1;
            foreach (int item in row)
            {
                if (item != previous)
                {
                    sorted[kept++] = previous = item;
                }
            }
        }

        starts[userCount] = kept;
        Array.Resize(ref sorted, kept);
        return new InteractionMatrix(starts, sorted, itemCount);
    }

    /// <summary>The items of a user, ascending.</summary>
    /// <param name="user">The user's index, in [0, <see cref="UserCount"/>).</param>
    public ReadOnlySpan<int> GetItems(int user) => _items.AsSpan(_rowStarts[user], _rowStarts[user + 1] - _rowStarts[user]);

    /// <summary>The items of a user as memory, for holders that outlive a stack frame.</summary>
    internal ReadOnlyMemory<int> GetItemMemory(int user) => _items.AsMemory(_rowStarts[user], _rowStarts[user + 1] - _rowStarts[user]);

    /// <summary>The number of items of a user.</summary>
    /// <param name="user">The user's index, in [0, <see cref="UserCount"/>).</param>
    public int GetCount(int user) => _rowStarts[user + 1] - _rowStarts[user];

    /// <summary>Whether the user interacted with the item.</summary>
    /// <param name="user">The user's index, in [0, <see cref="UserCount"/>).</param>
    /// <param name="item">The item's index.</param>
    public bool Contains(int user, int item) => GetItems(user).BinarySearch(item) >= 0;

    /// <summary>Checks that these are the interactions of the users and items that a space, or a model, has.</summary>
    /// <exception cref="ArgumentException">There is another number of users or items.</exception>
    internal void CheckFits(int users, int items, string owner)
    {
        if (users != UserCount || items != ItemCount)
        {
            throw new ArgumentException($"{owner} has {users} users and {items} items; the interactions have {UserCount} and {ItemCount}.");
        }
    }

    /// <summary>The matrix with the rows of <paramref name="keep"/> only: for each interaction, in row order, whether it stays.</summary>
    internal InteractionMatrix Where(Func<int, int, bool> keep)
    {
        var starts = new int[UserCount + 1];
        var items = new List<int>(Count);
        for (int u = 0; u < UserCount; u++)
        {
            foreach (int i in GetItems(u))
            {
                if (keep(u, i))
                {
                    items.Add(i);
                }
            }

            starts[u + 1] = items.Count;
        }

        return new InteractionMatrix(starts, [.. items], ItemCount);
    }

    /// <summary>Makes the matrix of finished rows, checked and not copied.</summary>
    /// <exception cref="ArgumentException">The rows are not in order, or an item is out of order or range.</exception>
    internal static InteractionMatrix FromRows(int[] rowStarts, int[] items, int itemCount)
    {
        if (rowStarts[0] != 0 || rowStarts[^1] != items.Length)
        {
            throw new ArgumentException($"The rows must start at 0 and end at the number of interactions, {items.Length}.", nameof(rowStarts));
        }

        for (int u = 0; u + 1 < rowStarts.Length; u++)
        {
            if (rowStarts[u + 1] < rowStarts[u] || rowStarts[u + 1] > items.Length)
            {
                throw new ArgumentException($"The row of user {u} ends before it starts, or beyond the table.", nameof(rowStarts));
            }

            int previous = -1;
            for (int n = rowStarts[u]; n < rowStarts[u + 1]; n++)
            {
                previous = items[n] > previous && items[n] < itemCount
                    ? items[n]
                    : throw new ArgumentException($"The items of user {u} must be ascending and below {itemCount}.", nameof(items));
            }
        }

        return new InteractionMatrix(rowStarts, items, itemCount);
    }

    private InteractionMatrix Transpose()
    {
        var starts = new int[ItemCount + 1];
        foreach (int i in _items)
        {
            starts[i + 1]++;
        }

        for (int i = 0; i < ItemCount; i++)
        {
            starts[i + 1] += starts[i];
        }

        var next = starts.AsSpan(0, ItemCount).ToArray();
        var users = new int[_items.Length];
        for (int u = 0; u < UserCount; u++)
        {
            foreach (int i in GetItems(u))
            {
                users[next[i]++] = u;
            }
        }

        return new InteractionMatrix(starts, users, UserCount, this);
    }
}
