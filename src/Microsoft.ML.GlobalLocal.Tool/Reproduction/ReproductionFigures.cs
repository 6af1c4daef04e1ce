namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Makes the figures of the results of runs.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results.</param>
internal sealed class ReproductionFigures(ReproductionOptions options, RunResults results)
{
    /// <summary>Figure 4: recall against the number K of searched clusters; a column for each data set, a row for each M.</summary>
    public FigureData CreateClusters(string settings)
    {
        int rows = options.DataSets.Max(dataSet => dataSet.ClusterCounts.Count);
        return new FigureData
        {
            Name = $"figure-4-{settings}",
            Title = $"Figure 4: recall against the number K of searched clusters, settings {Describe(settings)}",
            Note = $"Lists of N = {Ablation.ClusterFigureTopN}. {DescribeSeeds(settings, options.DataSets, dataSet => new EvaluationProtocol(Ablation.ClusterFigureTopN, dataSet.ClusterCounts[0], Ablation.SearchedClusters[0]))} Local triplets come from the clusters of the tables for every M.",
            Rows = [.. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<FigurePanel>)[.. options.DataSets.Where(dataSet => row < dataSet.ClusterCounts.Count).Select(dataSet =>
                CreatePanel(
                    $"{dataSet.Title}, M = {dataSet.ClusterCounts[row]}",
                    "K",
                    dataSet,
                    settings,
                    RunMetric.Recall,
                    Ablation.SearchedClusters,
                    searched => new EvaluationProtocol(Ablation.ClusterFigureTopN, dataSet.ClusterCounts[row], searched)))])],
        };
    }

    /// <summary>Figure 5, 6, 7 or 8: metrics against the length N of the lists; a row for each data set.</summary>
    public FigureData CreateLengths(int figure, string settings)
    {
        var dataSets = options.DataSets.Where(dataSet => dataSet.Figure == figure).ToArray();
        return new FigureData
        {
            Name = $"figure-{figure}-{settings}",
            Title = $"Figure {figure}: metrics against the length N of the lists on {string.Join(" and ", dataSets.Select(dataSet => dataSet.Title))}, settings {Describe(settings)}",
            Note = $"K = {EvaluationProtocol.PaperSearchedClusters} of {string.Join(" and ", dataSets.Select(dataSet => $"M = {dataSet.Clusters} ({dataSet.Title})"))} clusters. {DescribeSeeds(settings, dataSets, dataSet => new EvaluationProtocol(Ablation.ListLengths[0], dataSet.Clusters, EvaluationProtocol.PaperSearchedClusters))}",
            Rows = [.. dataSets.Select(dataSet => (IReadOnlyList<FigurePanel>)[.. RunMetric.OfFigures.Select(metric => CreatePanel(
                dataSet.Title,
                "N",
                dataSet,
                settings,
                metric,
                Ablation.ListLengths,
                length => new EvaluationProtocol(length, dataSet.Clusters, EvaluationProtocol.PaperSearchedClusters)))])],
        };
    }

    private FigurePanel CreatePanel(string title, string xTitle, ReproductionDataSet dataSet, string settings, RunMetric metric, IReadOnlyList<int> x, Func<int, EvaluationProtocol> getProtocol) => new(
        title,
        xTitle,
        metric.Title,
        [.. from name in Ablation.OfFigures
            let y = x.Select(value => results.GetMean(new RunIdentity(dataSet.Name, name, settings, getProtocol(value)), metric)).ToArray()
            where y.All(value => value is not null)
            select new FigureCurve(name, [.. x.Select(value => (double)value)], [.. y.Select(value => value!.Value)])]);

    private static string Describe(string settings) => settings == RunResult.Printed ? "as printed" : "tuned";

    private string DescribeSeeds(string settings, IEnumerable<ReproductionDataSet> dataSets, Func<ReproductionDataSet, EvaluationProtocol> getProtocol) => SeedNote.Describe(options.Seeds,
        from dataSet in dataSets
        from name in Ablation.OfFigures
        select (dataSet.Title, name, results.Find(new RunIdentity(dataSet.Name, name, settings, getProtocol(dataSet))).Count));
}
