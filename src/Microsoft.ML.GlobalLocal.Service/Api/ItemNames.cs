namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>The names of items, as people know them.</summary>
internal sealed class ItemNames
{
    private readonly Dictionary<string, string> _names;

    private ItemNames(Dictionary<string, string> names)
    {
        _names = names;
    }

    /// <summary>The ids are the names.</summary>
    public static ItemNames None { get; } = new([]);

    /// <summary>The name of an item; its id where it has none.</summary>
    public string this[string item] => _names.GetValueOrDefault(item, item);

    /// <summary>Reads a file with a header and an item on each line, columns separated by tabs: <c>item</c>, the id, and <c>name</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, or an item is there twice.</exception>
    public static ItemNames Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no items file '{path}'.");
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        int item = 0, name = 0, line = 0;
        foreach (string[] fields in File.ReadLines(path).Select(text => text.Split('\t')))
        {
            line++;
            if (line == 1)
            {
                (item, name) = (Array.IndexOf(fields, "item"), Array.IndexOf(fields, "name"));
                if (item < 0 || name < 0)
                {
                    throw new InvalidDataException($"The items file '{path}' needs a header with the columns 'item' and 'name', separated by a tab; it has {string.Join(", ", fields)}.");
                }
            }
            else if (fields.Length <= Math.Max(item, name))
            {
                throw new InvalidDataException($"Line {line} of the items file '{path}' has {fields.Length} columns; 'item' and 'name' are columns {item + 1} and {name + 1}.");
            }
            else if (!names.TryAdd(fields[item], fields[name]))
            {
                throw new InvalidDataException($"Line {line} of the items file '{path}' has the item '{fields[item]}' again.");
            }
        }

        return new ItemNames(names);
    }
}
