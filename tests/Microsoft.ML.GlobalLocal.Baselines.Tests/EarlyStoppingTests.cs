namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class EarlyStoppingTests
{
    [Fact]
    public void Keeps_the_best_epoch_and_ends_when_patience_does()
    {
        // The third epoch ranks the held-out items first, the others last.
        int epoch = 0;
        var (space, epochs) = EarlyStopping.Run(Blocks.CreateContext(), "Stub", maximumEpochs: 20, interval: 1, () => epoch++, () => BlockSpaces.Create(isGood: epoch == 3), patience: 2);
        Assert.Equal(3, epochs);
        Assert.Equal(5, epoch);
        Assert.Equal(BlockSpaces.Create(isGood: true).ItemTable, space.ItemTable);
    }

    [Fact]
    public void Judges_after_every_interval_and_after_the_last_epoch_and_reports_every_epoch()
    {
        int epoch = 0;
        var judged = new List<int>();
        var reports = new Reports();
        var (_, epochs) = EarlyStopping.Run(Blocks.CreateContext() with { Progress = reports }, "Stub", maximumEpochs: 7, interval: 3, () => epoch++, () =>
        {
            judged.Add(epoch);
            return BlockSpaces.Create(isGood: epoch == 7);
        });
        Assert.Equal([3, 6, 7], judged);
        Assert.Equal(7, epochs);
        Assert.Equal(Enumerable.Range(1, 7).Select(number => ("Stub: epochs", number, 7)), reports.Values.Select(report => (report.Stage, report.Epoch, report.Epochs)));
        Assert.Equal([3, 6, 7], reports.Values.Where(report => !double.IsNaN(report.ValidationMetric)).Select(report => report.Epoch));
    }

    [Fact]
    public void Without_held_out_interactions_all_epochs_run()
    {
        int epoch = 0;
        var (space, epochs) = EarlyStopping.Run(Blocks.CreateContext(validate: false), "Stub", maximumEpochs: 7, interval: 2, () => epoch++, () => BlockSpaces.Create(isGood: epoch == 7), patience: 1);
        Assert.Equal((7, 7), (epochs, epoch));
        Assert.Equal(BlockSpaces.Create(isGood: true).ItemTable, space.ItemTable);
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Values { get; } = [];

        public void Report(TrainingProgress value) => Values.Add(value);
    }
}
