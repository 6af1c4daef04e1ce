namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class BenchmarkPartTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    public static IEnumerable<object[]> Parts => BenchmarkCatalog.All.Where(part => part.Name != PeersPart.PartName).Select(part => new object[] { part.Name });

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_case_measures_something_and_is_drawn(string name) => Measure(name, python: null);

    [PeersFact]
    public void The_systems_of_others_are_measured_beside_the_library() => Measure(PeersPart.PartName, PeersFactAttribute.Python);

    [Fact]
    public void A_full_run_names_the_files_that_it_needs()
    {
        var options = new BenchmarkOptions { Output = folder["unwritten"], Parts = BenchmarkCatalog.All };
        Assert.Equal(["ml-100k/half/train.tsv", "gowalla/train.tsv"], options.Parts.SelectMany(part => part.GetFiles(options)).Distinct());
        Assert.Empty(options.Parts.SelectMany(part => part.GetFiles(options with { IsQuick = true })));
    }

    [Fact]
    public void Names_of_parts_and_of_their_cases_differ()
    {
        var options = new BenchmarkOptions { Output = folder["unwritten"], Parts = BenchmarkCatalog.All, Data = folder["data"] };
        Assert.Equal(BenchmarkCatalog.All.Count, BenchmarkCatalog.All.Select(part => part.Name).Distinct().Count());
        Assert.All(BenchmarkCatalog.All, part => Assert.Equal(part.CreateCases(options).Count, part.CreateCases(options).Select(@case => @case.Name).Distinct().Count()));
    }

    private void Measure(string name, string? python)
    {
        var part = BenchmarkCatalog.All.Single(part => part.Name == name);
        var options = new BenchmarkOptions { Output = folder[name], WorkFolder = folder[name], Parts = [part], IsQuick = true, Threads = 2, Python = python };
        Directory.CreateDirectory(options.WorkFolder);
        var measurements = new List<Measurement>();
        foreach (var @case in part.CreateCases(options))
        {
            var recorder = new StepRecorder(new ToolConsole(TextWriter.Null, TextWriter.Null));
            @case.Run(recorder, CancellationToken.None);
            Assert.NotEmpty(recorder.Measurements);
            measurements.AddRange(recorder.Measurements.Select(measurement => measurement with { Case = @case.Name }));
        }

        Assert.All(measurements, measurement => Assert.True(measurement is { Seconds: > 0, PeakBytes: > 0, Size: > 0 }));
        Assert.All(part.CreatePanels(measurements).SelectMany(panel => panel.Curves), curve => Assert.All(curve.Y, y => Assert.True(y > 0)));
        new BenchmarkReport(options, "A device.").Write(part, measurements);
        Assert.Contains(part.Title, File.ReadAllText(folder[Path.Combine(name, $"quick-{name}.md")]));
    }
}
