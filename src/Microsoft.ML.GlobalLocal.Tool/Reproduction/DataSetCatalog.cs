namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The data sets of the reproduction.</summary>
internal static class DataSetCatalog
{
    // Readers make no use of the context but for loading files.
    private static readonly MLContext Context = new();

    /// <summary>All data sets, in the order of tables and figures.</summary>
    public static IReadOnlyList<ReproductionDataSet> All { get; } =
    [
        new()
        {
            Name = "movielens",
            Title = "MovieLens-100k",
            Source = "https://grouplens.org/datasets/movielens/100k/; datasets/README.md tells how the files are made",
            Split = "half of the interactions, at random, are the test; the split is the same for all seeds",
            LeaveOneOut = "the latest interaction of every user is ranked among 99 random unseen items",
            Files = ["ml-100k/ratings.tsv", "ml-100k/half/train.tsv", "ml-100k/half/test.tsv"],
            ItemFile = "ml-100k/items.tsv",
            ItemFeatures = ["year", "genres"],
            ClusterCounts = [10, 15, 20],
            Clusters = 20,
            AblationTable = 2,
            Figure = 5,
            ReadViews = (folder, _) => ReadGiven(folder, "ml-100k/half/train.tsv", "ml-100k/half/test.tsv"),
            ReadLeaveOneOut = (folder, seed) =>
            {
                var all = InteractionLoader.Load(Context, Path.Combine(folder, "ml-100k/ratings.tsv"), new() { TimeColumn = "timestamp" });
                var (train, test) = InteractionSplitter.HoldOutLast(all);
                return ReproductionSplit.OfLeaveOneOut(train, test, test, seed, users: all);
            },
        },
        new()
        {
            Name = "madison",
            Title = "Yelp Madison",
            Source = "the authors of the paper published this extract and its split; datasets/README.md tells the format",
            Split = "the paper's own split, 3 items per user, the same for all seeds",
            LeaveOneOut = "one of the 3 test items of every user, drawn by the seed, is ranked among 99 random unseen items",
            Files = ["yelp-madison/train.tsv", "yelp-madison/test.tsv"],
            ClusterCounts = [10, 20, 30],
            Clusters = 20,
            AblationTable = 2,
            Figure = 6,
            ReadViews = (folder, _) => ReadGiven(folder, "yelp-madison/train.tsv", "yelp-madison/test.tsv"),
            ReadLeaveOneOut = (folder, seed) =>
            {
                var train = InteractionLoader.Load(Context, Path.Combine(folder, "yelp-madison/train.tsv"));
                var all = InteractionLoader.Load(Context, Path.Combine(folder, "yelp-madison/test.tsv"));

                // Of the test items, one is held out; the others are neither trained on nor negatives.
                return ReproductionSplit.OfLeaveOneOut(train, InteractionSplitter.HoldOutPerUser(all, 1, seed).Test, all, seed);
            },
        },
        new()
        {
            Name = "debian",
            Title = "Debian dependencies",
            Source = "it is in the repository: datasets/debian-dependencies",
            Split = "3 items per user, drawn by the seed",
            LeaveOneOut = "one item of every user, drawn by the seed, is ranked among 99 random unseen items",
            Files = ["debian-dependencies/interactions.tsv"],
            IsShipped = true,
            TopN = 10,
            ClusterCounts = [10, 20, 45],
            Clusters = 20,
            AblationTable = 3,
            Figure = 7,
            ReadAll = ReadDebian,
            ReadViews = (folder, seed) => InteractionSplitter.HoldOutPerUser(ReadDebian(folder), 3, seed),
            ReadLeaveOneOut = (folder, seed) =>
            {
                var all = ReadDebian(folder);
                var (train, test) = InteractionSplitter.HoldOutPerUser(all, 1, seed);
                return ReproductionSplit.OfLeaveOneOut(train, test, test, seed, users: all);
            },
        },
        new()
        {
            Name = "music",
            Title = "Amazon Music",
            Source = "https://github.com/familyld/DeepCF, folder Data, AMusic; the files without the prefix 'AMusic.'",
            Split = "the latest interaction of every user, the same for all seeds",
            LeaveOneOut = "the latest interaction of every user is ranked among the 99 unseen items that come with the data",
            Files = ["amazon-music/train.rating", "amazon-music/test.rating", "amazon-music/test.negative"],
            ClusterCounts = [30, 50, 100],
            Clusters = 50,
            AblationTable = 3,
            Figure = 8,
            ReadViews = (folder, _) => ReadGiven(folder, "amazon-music/train.rating", "amazon-music/test.rating"),
            ReadLeaveOneOut = (folder, _) =>
            {
                var ids = new InteractionIds();
                var train = ids.Read(InteractionLoader.Load(Context, Path.Combine(folder, "amazon-music/train.rating")));
                return ReproductionSplit.OfCases(train, LeaveOneOutReader.Read(
                    Context,
                    Path.Combine(folder, "amazon-music/test.rating"),
                    Path.Combine(folder, "amazon-music/test.negative"),
                    ids.CreateUserTable(),
                    ids.CreateItemTable()));
            },
        },
        new()
        {
            Name = "gowalla",
            Title = "Gowalla",
            Source = "https://github.com/gusye1234/LightGCN-PyTorch, data/gowalla; datasets/README.md tells how the files are made",
            Split = "the split of LightGCN, the same for all seeds",
            Files = ["gowalla/train.tsv", "gowalla/test.tsv"],
            OnlyByName = true,
            TopN = 20,
            ClusterCounts = [30, 100, 256],
            Clusters = 100,
            AblationTable = 3,
            Figure = 8,
            ReadViews = (folder, _) => ReadGiven(folder, "gowalla/train.tsv", "gowalla/test.tsv"),
        },
    ];

    /// <summary>The folder that has the files of a data set.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="data">The folder of the data, which the user gave; may be missing.</param>
    public static string? FindFolder(ReproductionDataSet dataSet, string? data) => dataSet.IsShipped ? Path.Combine(AppContext.BaseDirectory, "datasets") : data;

    /// <summary>Checks that the files of data sets are there.</summary>
    /// <exception cref="ToolException">Some are not; the message lists them, and where they can be got.</exception>
    public static void CheckPresent(IEnumerable<ReproductionDataSet> dataSets, string? data)
    {
        var missing = dataSets
            .Select(dataSet => (DataSet: dataSet, Files: dataSet.AllFiles.Where(file => FindFolder(dataSet, data) is not { } folder || !File.Exists(Path.Combine(folder, file))).ToArray()))
            .Where(pair => pair.Files.Length > 0)
            .Select(pair => $"{pair.DataSet.Name} lacks {string.Join(", ", pair.Files)} ({pair.DataSet.Source})")
            .ToArray();
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"Data is missing in {(data is null ? $"no folder at all, since neither --data nor {ReproductionOptions.DataVariable} is given" : $"the folder '{data}'")}: "
                + $"{string.Join("; ", missing)}. Put the files there, or take other data sets with --dataset; debian needs none.");
        }
    }

    private static IDataView ReadDebian(string folder) => InteractionLoader.Load(Context, Path.Combine(folder, "debian-dependencies/interactions.tsv"));

    private static InteractionSplit ReadGiven(string folder, string train, string test) => new(
        InteractionLoader.Load(Context, Path.Combine(folder, train)),
        InteractionLoader.Load(Context, Path.Combine(folder, test)));
}
