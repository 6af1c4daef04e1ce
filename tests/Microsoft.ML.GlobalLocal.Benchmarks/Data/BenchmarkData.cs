using System.Collections.Concurrent;

namespace Microsoft.ML.GlobalLocal.Benchmarks;

/// <summary>
/// The interactions that benchmarks run on, each read or made once in a process: the training parts of public data sets where the folder
/// <c>GLOBALLOCAL_DATASETS</c> has them, else generated ones of the same size, which it says.
/// </summary>
internal static class BenchmarkData
{
    private const string DataVariable = "GLOBALLOCAL_DATASETS";

    private static readonly ConcurrentDictionary<string, Lazy<InteractionData>> Loaded = new();

    /// <summary>MovieLens-100k, half of it: 943 users, about 1,600 items, 50,000 interactions.</summary>
    public static InteractionData MovieLens => LoadOrGenerate("MovieLens-100k", "ml-100k/half/train.tsv", users: 943, items: 1_600, interactions: 50_000);

    /// <summary>Gowalla: 29,858 users, 40,981 items, 810,128 interactions.</summary>
    public static InteractionData Gowalla => LoadOrGenerate("Gowalla", "gowalla/train.tsv", users: 29_858, items: 40_981, interactions: 810_128);

    /// <summary>Generated interactions with ids <c>u0</c>, ... and <c>i0</c>, ...; seed 1.</summary>
    /// <param name="users">The number of users.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="interactions">The number of interactions.</param>
    public static InteractionData Generate(int users, int items, int interactions) => Once($"{users} {items} {interactions}", () =>
    {
        var matrix = new InteractionGenerator(new() { Users = users, Items = items, Interactions = interactions }).CreateMatrix();
        return new InteractionData(matrix, CreateIds("user", 'u', users), CreateIds("item", 'i', items), Duplicates: 0, Missing: 0);
    });

    /// <summary>The interactions as rows of keys, which estimators are fitted to.</summary>
    public static IDataView CreateView(MLContext mlContext, InteractionData data)
    {
        var users = new uint[data.Interactions.Count];
        var items = new uint[data.Interactions.Count];
        int row = 0;
        for (int user = 0; user < data.Interactions.UserCount; user++)
        {
            foreach (int item in data.Interactions.GetItems(user))
            {
                users[row] = (uint)user + 1;
                items[row++] = (uint)item + 1;
            }
        }

        return KeyDataView.Create(
            mlContext,
            row,
            (InteractionColumns.DefaultUser, data.Users.Ids.ToArray(), users),
            (InteractionColumns.DefaultItem, data.Items.Ids.ToArray(), items));
    }

    private static InteractionData LoadOrGenerate(string name, string file, int users, int items, int interactions) => Once(name, () =>
    {
        string? path = Environment.GetEnvironmentVariable(DataVariable) is { } folder ? Path.Combine(folder, file) : null;
        if (path is null || !File.Exists(path))
        {
            Console.WriteLine($"// {name}: generated interactions of the same size, since {(path is null ? $"{DataVariable} is not set" : $"'{path}' is not there")}.");
            return Generate(users, items, interactions);
        }

        Console.WriteLine($"// {name}: '{path}'.");
        var mlContext = new MLContext();
        var view = InteractionLoader.Load(mlContext, path);
        var keys = mlContext.Transforms.Conversion;
        return InteractionReader.Read(mlContext, keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(view).Transform(view));
    });

    private static InteractionData Once(string key, Func<InteractionData> make) => Loaded.GetOrAdd(key, _ => new Lazy<InteractionData>(make)).Value;

    private static IdTable CreateIds(string kind, char prefix, int count) => new(kind, Enumerable.Range(0, count).Select(n => $"{prefix}{n}"));
}
