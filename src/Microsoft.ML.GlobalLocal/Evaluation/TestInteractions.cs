namespace Microsoft.ML.GlobalLocal;

/// <summary>Test data in a model's own indices: its ids are looked up in the model's tables, whatever the keys of the data are.</summary>
internal sealed class TestInteractions
{
    private readonly List<(int User, int Item)> _pairs = [];
    private readonly Dictionary<string, int> _strangers = new(StringComparer.Ordinal);
    private int _unknownItems;

    private TestInteractions(GlobalLocalModel model)
    {
        Model = model;
    }

    /// <summary>The model that the indices are of.</summary>
    public GlobalLocalModel Model { get; }

    /// <summary>
    /// The users with their test items, in the order of the data. A user or an item that training did not have has an index behind the model's.
    /// </summary>
    public IReadOnlyList<(int User, int Item)> Pairs => _pairs;

    /// <summary>The number of users that training did not have.</summary>
    public int UnknownUserCount => _strangers.Count;

    /// <summary>The number of interactions of users that training did not have.</summary>
    public int UnknownUserInteractionCount { get; private set; }

    /// <summary>The number of interactions of known users with items that training did not have.</summary>
    public int UnknownItemInteractionCount { get; private set; }

    /// <summary>Reads a data view whose columns hold ids: as keys with key values, as text or as whole numbers.</summary>
    /// <exception cref="ArgumentException">A column is missing or holds no ids, there are no rows, or training had none of the users.</exception>
    public static TestInteractions Read(GlobalLocalModel model, IDataView data, InteractionColumns columns)
    {
        var read = InteractionPairs.Read(data, columns.User, columns.Item);
        if (read.Pairs.Count == 0)
        {
            throw new ArgumentException("The test data has no rows; there is nothing to evaluate.", nameof(data));
        }

        var test = new TestInteractions(model);
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);

        // The key mapping of training gives every unknown item the same, missing, key. Such rows are no repetitions of each other.
        var lost = read.RowPairs.Select(pair => read.Pairs[pair]).Where(pair => pair.Item.Length == 0);
        foreach (var (user, item) in read.Pairs.Where(pair => pair.Item.Length > 0).Concat(lost))
        {
            int userIndex = test.FindUser(user);
            int itemIndex = test.FindItem(item, indices);
            test._pairs.Add((userIndex, itemIndex));
            if (userIndex >= model.Users.Count)
            {
                test.UnknownUserInteractionCount++;
            }
            else if (itemIndex >= model.Items.Count)
            {
                test.UnknownItemInteractionCount++;
            }
        }

        return test.UnknownUserInteractionCount < test._pairs.Count ? test : throw new ArgumentException(
            $"Training had none of the {test.UnknownUserCount} users in column '{columns.User}' of the test data; there is nothing to evaluate. Are these the ids of the training data?", nameof(data));
    }

    /// <summary>The interactions as a matrix of the model's users and items, each followed by the unknown ones.</summary>
    public InteractionMatrix ToMatrix() => InteractionMatrix.FromPairs(
        [.. _pairs.Select(pair => pair.User)],
        [.. _pairs.Select(pair => pair.Item)],
        Model.Users.Count + _strangers.Count,
        Model.Items.Count + _unknownItems);

    /// <summary>A leave-one-out case per interaction; the negatives are items that the user has neither in training nor in the test.</summary>
    public IReadOnlyList<LeaveOneOutCase> CreateCases(int negatives, int seed)
    {
        var random = new Random(seed);
        var test = ToMatrix();
        var cases = new List<LeaveOneOutCase>(_pairs.Count);
        foreach (var (user, item) in _pairs)
        {
            if (user >= Model.Users.Count)
            {
                cases.Add(new LeaveOneOutCase(-1, item < Model.Items.Count ? item : -1, []));
                continue;
            }

            int[] own = [.. Model.Interactions.GetItems(user), .. test.GetItems(user)];
            own = [.. own.Where(index => index < Model.Items.Count).Distinct().Order()];
            var drawn = Draw(Model.Items.Count - own.Length, negatives, random).Select(rank => GlobalTripletSampler.FindOther(own, rank));
            cases.Add(new LeaveOneOutCase(user, item < Model.Items.Count ? item : -1, [.. drawn]));
        }

        return cases;
    }

    /// <summary>Distinct numbers below a limit; all of them where there are no more than are asked for (Floyd's sampling).</summary>
    private static HashSet<int> Draw(int limit, int count, Random random)
    {
        var drawn = new HashSet<int>();
        for (int next = Math.Max(0, limit - count); next < limit; next++)
        {
            int number = random.Next(next + 1);
            drawn.Add(drawn.Contains(number) ? next : number);
        }

        return drawn;
    }

    private int FindUser(string user)
    {
        if (!Model.Users.TryGetIndex(user, out int index) && !_strangers.TryGetValue(user, out index))
        {
            index = Model.Users.Count + _strangers.Count;
            _strangers.Add(user, index);
        }

        return index;
    }

    private int FindItem(string item, Dictionary<string, int> unknown)
    {
        if (Model.Items.TryGetIndex(item, out int index))
        {
            return index;
        }

        if (!unknown.TryGetValue(item, out index))
        {
            index = Model.Items.Count + _unknownItems++;
            if (item.Length > 0)
            {
                unknown.Add(item, index);
            }
        }

        return index;
    }
}
