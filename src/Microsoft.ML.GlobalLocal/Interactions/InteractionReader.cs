using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Reads interactions from data views.</summary>
public static class InteractionReader
{
    /// <summary>
    /// Reads the interactions of a data view with key columns. The ids are the columns' key values; other values than text are written in the
    /// invariant culture, and keys without values are named by their numbers.
    /// </summary>
    /// <param name="environment">The context; a log line says what was read.</param>
    /// <param name="data">The data.</param>
    /// <param name="columns">The columns of the user and item keys; default: <c>User</c> and <c>Item</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">A column is missing or no key, there are no rows, or there are fewer than two users or items.</exception>
    public static InteractionData Read(IHostEnvironment environment, IDataView data, InteractionColumns? columns = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(data);
        columns ??= new InteractionColumns();
        var user = KeyColumn.Find(data.Schema, columns.User);
        var item = KeyColumn.Find(data.Schema, columns.Item);
        var userIds = new IdTable("user", KeyColumn.ReadIds(user));
        var itemIds = new IdTable("item", KeyColumn.ReadIds(item));

        var users = new List<int>();
        var items = new List<int>();
        long missing = 0;
        using (var cursor = data.GetRowCursor([user, item]))
        {
            var readUser = KeyColumn.CreateReader(cursor, user);
            var readItem = KeyColumn.CreateReader(cursor, item);
            while (cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (readUser() is >= 0 and var userIndex && readItem() is >= 0 and var itemIndex)
                {
                    users.Add(userIndex);
                    items.Add(itemIndex);
                }
                else
                {
                    missing++;
                }
            }
        }

        CheckEnough(users, columns.User, "users", missing);
        CheckEnough(items, columns.Item, "items", missing);
        var interactions = InteractionMatrix.FromPairs(Span(users), Span(items), userIds.Count, itemIds.Count);
        long duplicates = users.Count - interactions.Count;
        environment.LogInfo(
            nameof(InteractionReader),
            $"{interactions.Count} interactions of {userIds.Count} users with {itemIds.Count} items; {duplicates} repeated rows merged, {missing} rows without a user or an item skipped");
        return new InteractionData(interactions, userIds, itemIds, duplicates, missing);
    }

    private static void CheckEnough(List<int> indices, string column, string kind, long missing)
    {
        if (indices.Count == 0)
        {
            throw new ArgumentException(missing == 0
                ? "The data has no rows; there is nothing to learn from."
                : $"The data has {missing} rows, but none with both a user and an item; there is nothing to learn from.");
        }

        if (indices.TrueForAll(index => index == indices[0]))
        {
            throw new ArgumentException($"Column '{column}' holds one value in all {indices.Count} rows; at least two {kind} are needed to learn from.");
        }
    }

    private static ReadOnlySpan<int> Span(List<int> values) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);
}
