using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws recall against the number K of clusters searched.</summary>
internal static class RecallPlot
{
    private const int SmallClusters = 5;
    private const double Step = 1.5;
    private const double Margin = 0.05;

    public static ModelPlot Create(Retriever retriever, InteractionMatrix test, int topN, CancellationToken cancellationToken)
    {
        var index = retriever.Index ?? throw new ArgumentException("There is no index, so every search is exhaustive and there is nothing to compare.", nameof(retriever));
        int[] clusters = [.. ChooseClusters(index.ClusterCount)];
        double[] recalls = [.. clusters.Select(count => TopNEvaluator.Evaluate(retriever.WithClusters(count), test, topN, threads: null, cancellationToken).Recall)];
        var plot = new ModelPlot($"Recall@{topN} and the number of clusters searched, of {index.ClusterCount}", PlotStyle.Width, PlotStyle.Height);
        double[] x = [.. clusters.Select(count => Math.Log10(count))];
        var line = plot.Add.Scatter(x, recalls, PlotStyle.Palette.GetColor(0));
        line.LineWidth = 2.5f;
        line.MarkerSize = 8;
        PlotStyle.SetAxes(plot, "clusters searched, K", $"recall@{topN}");
        plot.Axes.Bottom.TickGenerator = new NumericManual(x, [.. clusters.Select(count => PlotStyle.FormatTick(count))]);
        plot.Axes.SetLimits(-Margin, x[^1] + Margin, 0, Math.Max(recalls.Max() * (1 + 2 * Margin), Margin));
        return plot;
    }

    /// <summary>All small numbers, then ever fewer, and last all clusters.</summary>
    private static IEnumerable<int> ChooseClusters(int all)
    {
        for (int count = 1; count < all; count = count < SmallClusters ? count + 1 : (int)(count * Step))
        {
            yield return count;
        }

        yield return all;
    }
}
