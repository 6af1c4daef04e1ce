using ScottPlot;
using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws a value of the reports of a training, with a colour for every stage.</summary>
internal static class TrainingPlot
{
    public static ModelPlot Create(TrainingHistory history, string title, string yLabel, Func<TrainingProgress, double> getValue)
    {
        ArgumentNullException.ThrowIfNull(history);
        var stages = history.Reports.Where(report => double.IsFinite(getValue(report))).GroupBy(report => report.Stage).ToArray();
        if (stages.Length == 0)
        {
            throw new ArgumentException($"The training history has no {yLabel}, so there is nothing to draw.", nameof(history));
        }

        var plot = new ModelPlot(title, PlotStyle.Width, PlotStyle.Height);
        for (int stage = 0; stage < stages.Length; stage++)
        {
            var color = PlotStyle.Palette.GetColor(stage);
            bool isFirst = true;
            foreach (var run in DivideIntoRuns(stages[stage]))
            {
                var curve = plot.Add.Scatter(run.Select(report => (double)report.Epoch).ToArray(), run.Select(getValue).ToArray(), color);
                curve.LineWidth = 2;
                curve.MarkerSize = 6;
                curve.LegendText = isFirst ? stages[stage].Key : "";
                isFirst = false;
            }
        }

        PlotStyle.SetAxes(plot, "epoch or trial", yLabel);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        PlotStyle.ShowLegend(plot, Edge.Bottom);
        return plot;
    }

    /// <summary>A stage that is gone through again starts at its first epoch again, and is another curve.</summary>
    private static IEnumerable<List<TrainingProgress>> DivideIntoRuns(IEnumerable<TrainingProgress> reports)
    {
        var run = new List<TrainingProgress>();
        foreach (var report in reports)
        {
            if (run.Count > 0 && report.Epoch <= run[^1].Epoch)
            {
                yield return run;
                run = [];
            }

            run.Add(report);
        }

        yield return run;
    }
}
