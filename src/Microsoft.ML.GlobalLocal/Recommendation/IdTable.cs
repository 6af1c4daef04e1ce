using System.Collections.Frozen;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The ids of users, or of items, in the order of their indices: ML.NET's key values as text. Immutable and thread-safe.</summary>
public sealed class IdTable
{
    private readonly string[] _ids;
    private readonly FrozenDictionary<string, int> _indices;

    /// <summary>Makes the table.</summary>
    /// <param name="kind">What the ids name, <c>user</c> or <c>item</c>; for messages.</param>
    /// <param name="ids">The ids; index n belongs to key n + 1.</param>
    /// <exception cref="ArgumentException">An id occurs twice.</exception>
    public IdTable(string kind, IEnumerable<string> ids)
    {
        Kind = kind;
        _ids = [.. ids];
        var indices = new Dictionary<string, int>(_ids.Length, StringComparer.Ordinal);
        for (int n = 0; n < _ids.Length; n++)
        {
            if (!indices.TryAdd(_ids[n], n))
            {
                throw new ArgumentException($"The {kind} id '{_ids[n]}' occurs twice, at {indices[_ids[n]]} and {n}.", nameof(ids));
            }
        }

        _indices = indices.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What the ids name: <c>user</c> or <c>item</c>.</summary>
    public string Kind { get; }

    /// <summary>The number of ids.</summary>
    public int Count => _ids.Length;

    /// <summary>The ids, in the order of their indices.</summary>
    public ReadOnlySpan<string> Ids => _ids;

    /// <summary>The id at an index.</summary>
    /// <param name="index">The index, from 0.</param>
    public string this[int index] => _ids[index];

    /// <summary>Finds the index of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="index">Receives the index.</param>
    /// <returns>Whether the id is known.</returns>
    public bool TryGetIndex(string id, out int index) => _indices.TryGetValue(id, out index);
}
