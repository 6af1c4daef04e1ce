using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// What an index costs and finds: recall of the exhaustive lists against the share of the catalogue that is visited and against the time of a
/// search, for a grid of the number M of clusters and the number K of them searched.
/// </summary>
internal static class IndexStudy
{
    private const int TimedUsers = 200;
    private const double GridStep = 1.5;

    // Behind this there is nothing left to see.
    private const double FullRecall = 0.9995;

    /// <summary>Measures indexes of a model's space; the first row is the exhaustive search.</summary>
    /// <param name="model">The model.</param>
    /// <param name="space">The space whose items are clustered.</param>
    /// <param name="clusterCounts">The numbers M of clusters.</param>
    /// <param name="users">The largest number of users whose exhaustive lists are compared with.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <param name="seed">The seed of the clusters.</param>
    /// <param name="cancellationToken">Stops the study.</param>
    public static IReadOnlyList<IndexStudyRow> Run(
        GlobalLocalModel model, RepresentationSpace space, IReadOnlyList<int> clusterCounts, int users = 1000, int topN = 20, int seed = 1, CancellationToken cancellationToken = default)
    {
        var (attention, interactions) = (model.Attention, model.Interactions);
        var lists = ExhaustiveLists.Compute(attention, interactions, users, topN, new ParallelOptions { CancellationToken = cancellationToken });
        int[] timed = EvenSample.Take(lists.Users, TimedUsers);
        var (median, percentile) = TimedAnswers.Time(new Retriever(attention, interactions), timed, topN);
        var rows = new List<IndexStudyRow> { new(attention.ItemCount, "", 0, 0, 1, 1, median, percentile, 0, 0) };
        foreach (int count in clusterCounts)
        {
            var watch = Stopwatch.StartNew();
            var index = ClusteringTrainer.Train(space, count, seed, cancellationToken);
            double buildSeconds = watch.Elapsed.TotalSeconds;
            long bytes = sizeof(float) * (long)index.Centroids.Length + sizeof(int) * (2L * attention.ItemCount + count + 1);
            var curve = RecallCurve.Measure(index, interactions, lists);
            foreach (int searched in ChooseSearched(curve))
            {
                cancellationToken.ThrowIfCancellationRequested();
                (median, percentile) = TimedAnswers.Time(new Retriever(attention, interactions, index, searched), timed, topN);
                rows.Add(new(attention.ItemCount, space.Name, count, searched, curve.GetRecall(searched), curve.GetVisitedShare(searched), median, percentile, buildSeconds, bytes));
            }
        }

        return rows;
    }

    /// <summary>Writes a header and a line per search.</summary>
    public static void WriteCsv(IEnumerable<IndexStudyRow> rows, TextWriter output)
    {
        CsvLine.Write(output, "items", "space", "clusters", "searched", "recall", "visited share", "median ms", "p99 ms", "build s", "index bytes");
        foreach (var row in rows)
        {
            CsvLine.Write(
                output,
                row.Items.ToString(CultureInfo.InvariantCulture),
                row.Space,
                row.Clusters.ToString(CultureInfo.InvariantCulture),
                row.Searched.ToString(CultureInfo.InvariantCulture),
                ResultNumber.FormatExact(row.Recall),
                ResultNumber.FormatExact(row.VisitedShare),
                ResultNumber.FormatExact(row.Median),
                ResultNumber.FormatExact(row.Percentile99),
                ResultNumber.FormatExact(row.BuildSeconds),
                row.IndexBytes.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Draws recall against the share of the catalogue that is visited, a curve for each M.</summary>
    public static ModelPlot DrawShare(IReadOnlyList<IndexStudyRow> rows) =>
        Draw(rows, "Recall of the exhaustive lists and items visited", "share of the items visited", row => row.VisitedShare);

    /// <summary>Draws recall against the median time of a search, a curve for each M.</summary>
    public static ModelPlot DrawTime(IReadOnlyList<IndexStudyRow> rows) =>
        Draw(rows, "Recall of the exhaustive lists and time of a search", "milliseconds, median", row => row.Median);

    private static ModelPlot Draw(IReadOnlyList<IndexStudyRow> rows, string title, string xTitle, Func<IndexStudyRow, double> getX)
    {
        var plot = new ModelPlot(title, PlotStyle.Width, PlotStyle.Height);
        int curve = 0;
        foreach (var group in rows.Where(row => row.Clusters > 0).GroupBy(row => row.Clusters))
        {
            var line = plot.Add.Scatter(group.Select(row => Math.Log10(getX(row))).ToArray(), group.Select(row => row.Recall).ToArray(), PlotStyle.Palette.GetColor(curve++));
            line.LineWidth = 2.5f;
            line.MarkerSize = 7;
            line.LegendText = $"{group.Key} clusters";
        }

        PlotStyle.SetAxes(plot, xTitle, "recall of the exhaustive lists");
        PlotStyle.SetLogarithmicTicks(plot, rows.Min(getX), rows.Max(getX));
        PlotStyle.ShowLegend(plot, ScottPlot.Edge.Right);
        return plot;
    }

    /// <summary>All small numbers of clusters, then ever fewer, until nearly everything is found.</summary>
    private static IEnumerable<int> ChooseSearched(RecallCurve curve)
    {
        int searched = 1;
        while (searched < curve.Index.ClusterCount && curve.GetRecall(searched) < FullRecall)
        {
            yield return searched;
            searched = Math.Max(searched + 1, (int)(searched * GridStep));
        }

        yield return Math.Min(searched, curve.Index.ClusterCount);
    }
}
