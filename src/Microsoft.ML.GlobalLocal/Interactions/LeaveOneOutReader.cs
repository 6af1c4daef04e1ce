namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Reads leave-one-out cases in the format of NeuMF: a file of held-out interactions, and a file of negatives with lines
/// <c>(user,item)</c>, a tab, and the ids of the items to rank the held-out one among, separated by tabs.
/// </summary>
public static class LeaveOneOutReader
{
    /// <summary>Reads the cases, one per line of the negatives, in their order.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="testPath">The path of the held-out interactions.</param>
    /// <param name="negativesPath">The path of the negatives: exactly one line per held-out interaction.</param>
    /// <param name="users">The users that the model knows.</param>
    /// <param name="items">The items that the model knows; others are left out of the negatives.</param>
    /// <param name="options">What the columns of the held-out interactions mean; default: see <see cref="InteractionLoader.Options"/>.</param>
    /// <returns>The cases. A user or a held-out item that the model does not know has the index -1.</returns>
    /// <exception cref="InvalidInteractionDataException">A line is malformed, or the two files do not belong together.</exception>
    public static IReadOnlyList<LeaveOneOutCase> Read(
        MLContext mlContext, string testPath, string negativesPath, IdTable users, IdTable items, InteractionLoader.Options? options = null) =>
        Read(InteractionLoader.Load(mlContext, testPath, options), negativesPath, users, items);

    /// <summary>Reads the cases, one per line of the negatives, in their order.</summary>
    /// <param name="testData">The held-out interactions, as <see cref="InteractionLoader"/> gives them.</param>
    /// <param name="negativesPath">The path of the negatives: exactly one line per held-out interaction.</param>
    /// <param name="users">The users that the model knows.</param>
    /// <param name="items">The items that the model knows; others are left out of the negatives.</param>
    /// <returns>The cases. A user or a held-out item that the model does not know has the index -1.</returns>
    /// <exception cref="InvalidInteractionDataException">A line is malformed, or the negatives do not belong to the data.</exception>
    public static IReadOnlyList<LeaveOneOutCase> Read(IDataView testData, string negativesPath, IdTable users, IdTable items)
    {
        ArgumentNullException.ThrowIfNull(testData);
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrEmpty(negativesPath);
        var test = InteractionPairs.Read(testData, "User", "Item").Pairs;

        // By the text in parentheses, so that ids may hold commas.
        var open = test.GroupBy(pair => $"({pair.User},{pair.Item})").ToDictionary(group => group.Key, group => group.First());
        var cases = new List<LeaveOneOutCase>(test.Count);
        long number = 0;
        foreach (string line in File.ReadLines(negativesPath))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var fields = line.Split('\t');
            if (!open.Remove(fields[0], out var pair))
            {
                throw new InvalidInteractionDataException(
                    $"the line starts with '{Shorten(fields[0])}'. Expected (user,item) of a test interaction, each once, then a tab and the negatives.", negativesPath, number, "0");
            }

            if (fields.Length == 1 || fields.Contains(string.Empty))
            {
                throw new InvalidInteractionDataException("a negative is missing. Expected at least one item id after (user,item), separated by single tabs.", negativesPath, number);
            }

            cases.Add(new LeaveOneOutCase(
                Find(users, pair.User), Find(items, pair.Item), [.. fields.Skip(1).Select(id => Find(items, id)).Where(index => index >= 0)]));
        }

        return open.Count == 0 ? cases : throw new InvalidInteractionDataException(
            $"there are no negatives for {open.Count} of the {test.Count} test interactions, the first being {Shorten(open.Keys.First())}. Expected a line for each.", negativesPath);
    }

    private static int Find(IdTable ids, string id) => ids.TryGetIndex(id, out int index) ? index : -1;

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
