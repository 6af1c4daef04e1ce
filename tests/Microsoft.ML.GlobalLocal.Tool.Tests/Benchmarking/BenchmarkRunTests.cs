namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class BenchmarkRunTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void A_case_that_fails_is_a_row_of_the_table_and_leaves_the_others()
    {
        string output = folder["failing"];
        var console = new ToolConsole(new StringWriter(), new StringWriter());
        var part = new UnknownCasePart();
        var exception = Assert.Throws<ToolException>(() => BenchmarkRun.Run(console, new BenchmarkOptions { Output = output, Parts = [part], IsQuick = true }, CancellationToken.None));
        Assert.Contains("Some measurements failed", exception.Message);
        string page = File.ReadAllText(Path.Combine(output, "quick-benchmarks.md"));
        Assert.Contains("| missing | **failed** |", page);
        Assert.Contains("exit code 2", page);
        Assert.Contains("| recommender | 1 thread |", page);
        Assert.Empty(Directory.GetDirectories(output));
    }

    [Fact]
    public void Cancelled_it_leaves_no_large_files()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        string output = folder["cancelled"];
        var console = new ToolConsole(new StringWriter(), new StringWriter());
        Assert.Throws<OperationCanceledException>(() => BenchmarkRun.Run(console, new BenchmarkOptions { Output = output, Parts = [new LargePart()], IsQuick = true }, cancellation.Token));
        Assert.Empty(Directory.GetFileSystemEntries(output));
    }

    /// <summary>Has the name of a part and a case that the process which measures it does not know.</summary>
    private sealed class UnknownCasePart : BenchmarkPart
    {
        private readonly ThreadsPart _known = new();

        public override string Name => _known.Name;

        public override string Title => _known.Title;

        public override string Limit => _known.Limit;

        public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options) => [new BenchmarkCase("missing", (_, _) => { }), .. _known.CreateCases(options)];
    }
}
