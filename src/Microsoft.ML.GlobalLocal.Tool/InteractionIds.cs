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

    /// <summary>Reads loaded interactions.</summary>
    public InteractionMatrix Read(IDataView data)
    {
        var users = data.GetColumn<string>("User").Select(id => Find(_users, id)).ToArray();
        var items = data.GetColumn<string>("Item").Select(id => Find(_items, id)).ToArray();
        return InteractionMatrix.FromPairs(users, items, UserCount, ItemCount);
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
