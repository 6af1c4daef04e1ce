namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A data set in its folder; remembers the split that was read last.</summary>
internal sealed class DataSetSource
{
    private readonly string _folder;
    private (bool LeaveOneOut, int Seed, ReproductionSplit Split)? _last;

    /// <summary>Makes a source.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="folder">The folder that has its files.</param>
    public DataSetSource(ReproductionDataSet dataSet, string folder)
    {
        DataSet = dataSet;
        _folder = folder;
        string[] paths = [.. dataSet.Files.Select(file => Path.Combine(folder, file))];
        Digest = RunKey.DigestFiles(paths);
        Size = paths.Sum(path => new FileInfo(path).Length);
    }

    /// <summary>The data set.</summary>
    public ReproductionDataSet DataSet { get; }

    /// <summary>A digest of its files.</summary>
    public string Digest { get; }

    /// <summary>The bytes of its files.</summary>
    public long Size { get; }

    /// <summary>The columns of what is known of the items.</summary>
    public IReadOnlyList<string> ItemFeatures => DataSet.ItemFeatures;

    /// <summary>A digest of what is known of the items; empty where nothing is.</summary>
    public string ItemDigest => ItemPath is { } path ? RunKey.DigestFiles([path]) : "";

    private string? ItemPath => DataSet.ItemFile is { } file ? Path.Combine(_folder, file) : null;

    /// <summary>Reads a split.</summary>
    /// <param name="leaveOneOut">Whether it is for leave-one-out, which the data set must have.</param>
    /// <param name="seed">The seed.</param>
    public ReproductionSplit Read(bool leaveOneOut, int seed)
    {
        if (_last is not { } last || last.LeaveOneOut != leaveOneOut || last.Seed != seed)
        {
            var read = leaveOneOut ? DataSet.ReadLeaveOneOut! : DataSet.ReadSplit;
            last = (leaveOneOut, seed, read(_folder, seed));
            _last = last;
        }

        return last.Split;
    }

    /// <summary>Reads the split for lists of N as rows of ids.</summary>
    /// <param name="seed">The seed.</param>
    public InteractionSplit ReadViews(int seed) => DataSet.ReadViews(_folder, seed);

    /// <summary>Loads <see cref="ItemFeatures"/>, of which there must be some.</summary>
    public IDataView LoadItems() => ItemFile.Load(new MLContext(), ItemPath!, ItemFeatures);
}
