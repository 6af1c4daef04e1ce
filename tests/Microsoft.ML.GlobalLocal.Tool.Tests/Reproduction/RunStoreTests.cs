using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public sealed class RunStoreTests : IDisposable
{
    private static readonly RunKey Key = new("movielens", "0123", "BiNE", RunResult.Tuned, "N = 15", 1, "a grid");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal");

    [Fact]
    public void Results_come_back_as_they_were()
    {
        var result = new RunResult
        {
            DataSet = "movielens",
            System = "BiNE",
            Settings = RunResult.Tuned,
            Protocol = new EvaluationProtocol(15, 20, 2),
            Seed = 1,
            Dimension = 64,
            Grid = ["a = 1", "a = 2"],
            Point = "a = 2",
            TrialCount = 2,
            TrainingSeconds = 1.5,
            EvaluationSeconds = 0.25,
            Machine = "A machine.",
            Metrics = new Dictionary<string, double> { ["recall"] = 1 / 3.0 },
            PerUser = new Dictionary<string, double[]> { ["recall"] = [0, 0.333333, 1] },
        };
        var store = new RunStore<IReadOnlyList<RunResult>>(Path.Combine(_folder.FullName, "runs"));
        Assert.Null(store.Find(Key));
        store.Write(Key, [result, result with { Failure = "no" }]);
        var found = store.Find(Key)!;
        Assert.Equal(2, found.Count);
        Assert.Equal("no", found[1].Failure);
        Assert.Equal(result.Grid, found[0].Grid);
        Assert.Equal(result.Metrics, found[0].Metrics);
        Assert.Equal(result.PerUser["recall"], found[0].PerUser["recall"]);
        Assert.Equal(result, found[0] with { Grid = result.Grid, Metrics = result.Metrics, PerUser = result.PerUser });
        Assert.Equal(Key.FileName, Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "runs")))));
    }

    [Fact]
    public void Whatever_differs_is_another_run()
    {
        RunKey[] others =
        [
            Key with { DataSet = "music" }, Key with { Data = "0124" }, Key with { System = "BINE" }, Key with { Settings = RunResult.Printed },
            Key with { Protocol = "N = 10" }, Key with { Seed = 2 }, Key with { Configuration = "another grid" },
        ];
        var store = new RunStore<IReadOnlyList<RunResult>>(_folder.FullName);
        store.Write(Key, []);
        Assert.All(others, other => Assert.Null(store.Find(other)));
        Assert.Equal(others.Length + 1, others.Append(Key).Select(key => key.FileName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(Key.FileName, (Key with { }).FileName);
    }

    [Fact]
    public void A_digest_is_of_what_is_in_the_files()
    {
        string path = Path.Combine(_folder.FullName, "data.tsv");
        File.WriteAllText(path, "user\titem\nann\ttea\n");
        string before = RunKey.DigestFiles([path]);
        Assert.Equal(before, RunKey.DigestFiles([path]));
        File.WriteAllText(path, "user\titem\nann\tpea\n");
        Assert.NotEqual(before, RunKey.DigestFiles([path]));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("not compressed", false)]
    [InlineData("", true)]
    [InlineData("{ \"key\": null, \"results\": [] }", true)]
    public void A_file_that_is_no_result_is_told(string text, bool isCompressed)
    {
        string path = Path.Combine(_folder.FullName, Key.FileName);
        using (Stream file = File.Create(path), content = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file)
        {
            content.Write(Encoding.UTF8.GetBytes(text));
        }

        var exception = Assert.Throws<ToolException>(() => new RunStore<IReadOnlyList<RunResult>>(_folder.FullName).Find(Key));
        Assert.Contains(path, exception.Message);
        Assert.Contains("Delete it", exception.Message);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_told()
    {
        var store = new RunStore<IReadOnlyList<RunResult>>(_folder.FullName);
        store.Write(Key, []);
        string path = Path.Combine(_folder.FullName, Key.FileName);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^12]);
        Assert.Contains(path, Assert.Throws<ToolException>(() => store.Find(Key)).Message);
    }

    [Fact]
    public void The_same_results_give_the_same_bytes()
    {
        var store = new RunStore<IReadOnlyList<RunResult>>(_folder.FullName);
        string path = Path.Combine(_folder.FullName, Key.FileName);
        store.Write(Key, []);
        byte[] first = File.ReadAllBytes(path);
        store.Write(Key, []);
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
