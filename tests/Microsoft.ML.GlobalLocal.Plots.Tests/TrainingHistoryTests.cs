namespace Microsoft.ML.GlobalLocal.Plots.Tests;

public sealed class TrainingHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal-history-");

    private string HistoryPath => Path.Combine(_folder.FullName, "history.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_saved_comes_back()
    {
        var history = new TrainingHistory();
        history.Report(new TrainingProgress("GD") { Epoch = 1, Epochs = 3, Loss = 1 / 3.0 });
        history.Report(new TrainingProgress("say \"GP\", <b>") { Epoch = 2, Epochs = 3, ValidationMetric = 0.25 });
        history.Report(new TrainingProgress("clusters"));
        history.Save(HistoryPath);
        Assert.Equal(history.Reports, TrainingHistory.Load(HistoryPath).Reports);
    }

    [Fact]
    public void Reports_are_passed_on_from_all_threads()
    {
        int passed = 0;
        var history = new TrainingHistory(new Next(() => Interlocked.Increment(ref passed)));
        Parallel.For(0, 1000, n => history.Report(new TrainingProgress($"stage {n}")));
        Assert.Equal(1000, passed);
        Assert.Equal(1000, history.Reports.Select(report => report.Stage).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("[{\"stage\": null}]")]
    [InlineData("[{\"stage\": \"GD\", \"epoch\": \"two\"}]")]
    public void A_file_that_is_no_history_is_told(string text)
    {
        File.WriteAllText(HistoryPath, text);
        Assert.Contains(HistoryPath, Assert.Throws<InvalidDataException>(() => TrainingHistory.Load(HistoryPath)).Message);
    }

    [Fact]
    public void It_is_told_as_a_table_of_stages()
    {
        var history = new TrainingHistory();
        history.Report(new TrainingProgress("GD") { Epoch = 1, Epochs = 2, Loss = 2, ValidationMetric = 0.5 });
        history.Report(new TrainingProgress("GD") { Epoch = 2, Epochs = 2, Loss = 1, ValidationMetric = 0.25 });
        history.Report(new TrainingProgress("clusters"));
        Assert.Equal(
            """
            stage     reports  last loss  best validation
            GD              2     1.0000           0.5000
            clusters        1
            """.ReplaceLineEndings("\n"),
            history.ToString());
    }

    private sealed class Next(Action passed) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => passed();
    }
}
