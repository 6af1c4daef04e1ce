namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class BenchCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void A_part_is_a_table_a_plot_and_a_section_of_the_page()
    {
        string output = folder["measured"];
        var result = ToolFolder.Run("bench", "--quick", "--part", "weighted-squares", "--output", output, "--threads", "1");
        string page = Assert.Single(result.Succeeded());
        Assert.Contains("weighted-squares: 10000", result.Error);
        Assert.Equal(["quick-benchmarks.md", "quick-weighted-squares.csv", "quick-weighted-squares.md", "quick-weighted-squares.png"], Directory.GetFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        string text = File.ReadAllText(page);
        Assert.Contains("## Training GW", text);
        Assert.Contains("![Training GW", text);
        Assert.Contains("on the CPU", text);
        var lines = File.ReadLines(Path.Combine(output, "quick-weighted-squares.csv")).Select(line => line.Split(',')).ToArray();
        int peak = Array.IndexOf(lines[0], "peak bytes");
        Assert.All(lines[1..], line => Assert.InRange(long.Parse(line[peak]), 10_000_000, 10_000_000_000));
    }

    [Fact]
    public void The_page_has_the_parts_of_earlier_runs_too()
    {
        string output = folder["two-runs"];
        ToolFolder.Run("bench", "--quick", "--part", "threads", "--output", output).Succeeded();
        string page = File.ReadAllText(Assert.Single(ToolFolder.Run("bench", "--quick", "--part", "weighted-squares", "--output", output).Succeeded()));
        Assert.Contains("## Training GW", page);
        Assert.Contains("## One recommender asked by several threads", page);
    }

    [Fact]
    public void Data_that_is_missing_is_listed()
    {
        string output = folder["refused"];
        ToolFolder.Run("bench", "--part", "train-default", "--data", folder["nothing"], "--output", output).Failed(1, "train-default lacks", "gowalla/train.tsv", "ml-100k/half/train.tsv", folder["nothing"], "datasets/README.md");
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void The_systems_of_others_need_an_interpreter_that_has_them()
    {
        string output = folder["no-peers"];
        ToolFolder.Run("bench", "--quick", "--part", "peers", "--output", output).Failed(2, "--python");
        ToolFolder.Run("bench", "--quick", "--part", "peers", "--python", "no-such-python", "--output", output).Failed(1, "no-such-python", "pip install");
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_told()
    {
        var result = ToolFolder.Run("bench", "--quick", "--part", "threads", "--output", folder["gpu"], "--gpu", "99");
        string page = Assert.Single(result.Succeeded());
        Assert.Contains("GPU 99 was asked for, but there is none", result.Error);
        Assert.Contains("GPU 99 was asked for, but there is none", File.ReadAllText(page));
    }

    [Theory]
    [InlineData("--part", "everything")]
    [InlineData("--gpu", "-1")]
    [InlineData("--threads", "0")]
    [InlineData("--case", "none")]
    public void Senseless_options_are_mistakes_in_the_usage(string option, string value)
    {
        var result = ToolFolder.Run("bench", "--quick", "--output", folder["unwritten"], option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(value, result.Error);
        Assert.False(Directory.Exists(folder["unwritten"]));
    }
}
