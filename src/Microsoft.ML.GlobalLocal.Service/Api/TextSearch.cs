namespace Microsoft.ML.GlobalLocal.Service.Api;

/// <summary>Finds what a person types the beginning, or a part, of.</summary>
internal static class TextSearch
{
    /// <summary>The entries with a text that starts with the search, then those with one that has it within; upper and lower case are the same.</summary>
    public static IEnumerable<T> Find<T>(IEnumerable<T> entries, string? search, int count, Func<T, string[]> textsOf)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return entries.Take(count);
        }

        string text = search.Trim();
        var starting = new List<T>();
        var containing = new List<T>();
        foreach (var entry in entries)
        {
            int position = textsOf(entry).Select(candidate => candidate.IndexOf(text, StringComparison.OrdinalIgnoreCase)).Where(found => found >= 0).DefaultIfEmpty(-1).Min();
            if (position == 0)
            {
                starting.Add(entry);
            }
            else if (position > 0 && containing.Count < count)
            {
                containing.Add(entry);
            }

            if (starting.Count == count)
            {
                break;
            }
        }

        return starting.Concat(containing).Take(count);
    }
}
