namespace Microsoft.ML.GlobalLocal;

/// <summary>The columns of a data view that say who interacted with what: a user key and an item key.</summary>
public sealed record InteractionColumns
{
    /// <summary>The name of the user column where none is given.</summary>
    public const string DefaultUser = "User";

    /// <summary>The name of the item column where none is given.</summary>
    public const string DefaultItem = "Item";

    /// <summary>Names the columns.</summary>
    /// <param name="user">The column of user keys.</param>
    /// <param name="item">The column of item keys.</param>
    /// <exception cref="ArgumentException">A name is empty, or both are the same.</exception>
    public InteractionColumns(string user = DefaultUser, string item = DefaultItem)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        ArgumentException.ThrowIfNullOrWhiteSpace(item);
        if (user == item)
        {
            throw new ArgumentException($"Users and items are both read from column '{user}'; they need a column each.", nameof(item));
        }

        User = user;
        Item = item;
    }

    /// <summary>The column of user keys.</summary>
    public string User { get; }

    /// <summary>The column of item keys.</summary>
    public string Item { get; }

    internal static InteractionColumns Read(ModelReader reader) => new(reader.ReadString(), reader.ReadString());

    internal void Write(ModelWriter writer)
    {
        writer.Write(User);
        writer.Write(Item);
    }

    /// <summary>Checks that both columns are keys.</summary>
    internal void Check(SchemaShape inputSchema)
    {
        ColumnShape.FindKey(inputSchema, User);
        ColumnShape.FindKey(inputSchema, Item);
    }
}
