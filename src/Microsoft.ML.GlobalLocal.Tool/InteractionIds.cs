using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Turns loaded interactions into a matrix over a model's users and items. Ids that the model does not know come behind those that it knows, in the
/// order in which they occur; so they are not lost, and count as what the model cannot find.
/// </summary>
internal sealed class InteractionIds
{
    private readonly Dictionary<string, int> _users = [];
    private readonly Dictionary<string, int> _items = [];

    /// <summary>Starts without any id.</summary>
    public InteractionIds()
    {
    }

    /// <summary>Starts with the ids of a model.</summary>
    public InteractionIds(GlobalLocalModel model)
    {
        foreach (string user in model.Users.Ids)
        {
            _users.Add(user, _users.Count);
        }

        foreach (string item in model.Items.Ids)
        {
            _items.Add(item, _items.Count);
        }
    }

    /// <summary>The number of users so far.</summary>
    public int UserCount => _users.Count;

    /// <summary>The number of items so far.</summary>
    public int ItemCount => _items.Count;

    /// <summary>The users so far.</summary>
    public IdTable CreateUserTable() => new("user", _users.Keys.OrderBy(id => _users[id]));

    /// <summary>The items so far.</summary>
    public IdTable CreateItemTable() => new("item", _items.Keys.OrderBy(id => _items[id]));

    /// <summary>Takes in the users of loaded interactions, and none of their items.</summary>
    public void AddUsers(IDataView data)
    {
        foreach (string user in data.GetColumn<string>("User"))
        {
            Find(_users, user);
        }
    }

    /// <summary>The number of rows read so far, repeated ones included.</summary>
    public long RowCount { get; private set; }

    /// <summary>Reads loaded interactions, in one pass.</summary>
    public InteractionMatrix Read(IDataView data)
    {
        var users = new List<int>();
        var items = new List<int>();
        var (userColumn, itemColumn) = (data.Schema["User"], data.Schema["Item"]);
        using (var cursor = data.GetRowCursor([userColumn, itemColumn]))
        {
            var readUser = InteractionPairs.GetIdReader(cursor, userColumn);
            var readItem = InteractionPairs.GetIdReader(cursor, itemColumn);
            while (cursor.MoveNext())
            {
                users.Add(Find(_users, readUser()));
                items.Add(Find(_items, readItem()));
            }
        }

        RowCount += users.Count;
        return InteractionMatrix.FromPairs(CollectionsMarshal.AsSpan(users), CollectionsMarshal.AsSpan(items), UserCount, ItemCount);
    }

    private static int Find(Dictionary<string, int> ids, string id)
    {
        if (!ids.TryGetValue(id, out int index))
        {
            index = ids.Count;
            ids.Add(id, index);
        }

        return index;
    }
}
