namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A data set of the reproduction, with its protocols.</summary>
internal sealed record ReproductionDataSet
{
    /// <summary>The name that <c>--dataset</c> takes.</summary>
    public required string Name { get; init; }

    /// <summary>The name that tables and figures print.</summary>
    public required string Title { get; init; }

    /// <summary>Where it can be got, in a sentence.</summary>
    public required string Source { get; init; }

    /// <summary>How interactions are held out for the lists of N, in a sentence.</summary>
    public required string Split { get; init; }

    /// <summary>How an item per user is held out and ranked among negatives, in a sentence; <see langword="null"/>: it is not.</summary>
    public string? LeaveOneOut { get; init; }

    /// <summary>The files that it is read from, relative to the folder of the data.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether it is in the repository, and so in a folder beside the tool.</summary>
    public bool IsShipped { get; init; }

    /// <summary>Whether it takes part only where <c>--dataset</c> names it.</summary>
    public bool OnlyByName { get; init; }

    /// <summary>The length N of the lists in the tables.</summary>
    public int TopN { get; init; } = 15;

    /// <summary>The numbers M of clusters of figure 4.</summary>
    public required IReadOnlyList<int> ClusterCounts { get; init; }

    /// <summary>The number M of clusters in the tables and in figures 5 to 8.</summary>
    public required int Clusters { get; init; }

    /// <summary>The table of the ablation that it is in: 2 or 3.</summary>
    public required int AblationTable { get; init; }

    /// <summary>The table of the systems that it is in: 4 or 5.</summary>
    public int SystemsTable => AblationTable + 2;

    /// <summary>The figure of metrics against N that is its own, from 5 to 8.</summary>
    public required int Figure { get; init; }

    /// <summary>Reads the split for lists of N, as rows of ids, from the folder that holds <see cref="Files"/>, by a seed.</summary>
    public required Func<string, int, InteractionSplit> ReadViews { get; init; }

    /// <summary>Reads all interactions, where the split for lists of N gives the users the same indices whatever the seed; missing where it is always the same.</summary>
    public Func<string, IDataView>? ReadAll { get; init; }

    /// <summary>The file of what is known of the items, relative to the folder of the data; <see langword="null"/>: nothing is.</summary>
    public string? ItemFile { get; init; }

    /// <summary>The columns of <see cref="ItemFile"/> that re-ranking reads.</summary>
    public IReadOnlyList<string> ItemFeatures { get; init; } = [];

    /// <summary>All files that must be there: <see cref="Files"/> and <see cref="ItemFile"/>.</summary>
    public IEnumerable<string> AllFiles => ItemFile is null ? Files : Files.Append(ItemFile);

    /// <summary>Reads the split for lists of N by a seed.</summary>
    public ReproductionSplit ReadSplit(string folder, int seed)
    {
        var (train, test) = ReadViews(folder, seed);
        return ReproductionSplit.OfLists(train, test, ReadAll?.Invoke(folder));
    }

    /// <summary>Reads the split for leave-one-out, by a seed; missing where <see cref="LeaveOneOut"/> is.</summary>
    public Func<string, int, ReproductionSplit>? ReadLeaveOneOut { get; init; }
}
