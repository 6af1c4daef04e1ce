using System.IO.Compression;
using Microsoft.ML.GlobalLocal.Tool.Commands;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>
/// A folder with a small data set, users in blocks who like the same items, and what is asked of it: tables 2, 4 and 6 and figures 4 and 5, with one
/// system and one seed.
/// </summary>
internal sealed class ReproductionFolder : IDisposable
{
    public const int TopN = 3;
    private const int Blocks = 3;
    private const int UsersPerBlock = 8;
    private const int ItemsPerBlock = 8;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal");

    public ReproductionFolder(params SpaceTrainer[] trainers)
    {
        var rows =
            from block in Enumerable.Range(0, Blocks)
            from user in Enumerable.Range(0, UsersPerBlock)
            from item in Enumerable.Range(0, ItemsPerBlock)
            select $"user {block}.{user}\titem {block}.{item}";
        File.WriteAllText(Path.Combine(_folder.FullName, "data.tsv"), "user\titem\n" + string.Join('\n', rows));
        Options = new ReproductionOptions
        {
            Data = _folder.FullName,
            Output = Path.Combine(_folder.FullName, "output"),
            DataSets = [CreateDataSet()],
            Tables = [2, 4, 6],
            Figures = [4, 5],
            Seeds = 1,
            Trials = 1,
            MaximumEpochs = 2,
            Dimensions = [4],
            Competitors = [.. trainers.Select(trainer => new Competitor { Name = trainer.Name, Trainer = trainer, Origin = "A test's." })],
            Threads = 1,
        };
    }

    public ReproductionOptions Options { get; }

    public string this[string name] => Path.Combine(Options.Output, name);

    public string[] RunFiles => Directory.Exists(this["runs"]) ? [.. Directory.GetFiles(this["runs"]).Order()] : [];

    /// <summary>The text of the file of a run.</summary>
    public static string ReadRun(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    /// <summary>Runs a reproduction in this process.</summary>
    /// <returns>What it told on the error stream.</returns>
    public static string Run(ReproductionOptions options, CancellationToken cancellationToken = default)
    {
        var error = new StringWriter();
        ReproduceCommand.Run(new ToolConsole(new StringWriter(), error), options, cancellationToken);
        return error.ToString();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ReproductionDataSet CreateDataSet() => new()
    {
        Name = "blocks",
        Title = "Blocks",
        Source = "the test makes it",
        Split = "2 items per user",
        LeaveOneOut = "one item per user",
        Files = ["data.tsv"],
        TopN = TopN,
        ClusterCounts = [5, 6],
        Clusters = 5,
        AblationTable = 2,
        Figure = 5,
        ReadAll = Load,
        ReadViews = (folder, seed) => InteractionSplitter.HoldOutPerUser(Load(folder), 2, seed),
        ReadLeaveOneOut = (folder, seed) =>
        {
            var all = Load(folder);
            var (train, test) = InteractionSplitter.HoldOutPerUser(all, 1, seed);
            return ReproductionSplit.OfLeaveOneOut(train, test, test, seed, users: all);
        },
    };

    private static IDataView Load(string folder) => InteractionLoader.Load(new MLContext(), Path.Combine(folder, "data.tsv"));
}
