namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Makes the figures of the results of runs. A data set without runs is named instead of drawn.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results.</param>
internal sealed class ReproductionFigures(ReproductionOptions options, RunResults results)
{
    /// <summary>Figure 4: recall against the number K of searched clusters; a column for each data set, a row for each M.</summary>
    public FigureData CreateClusters(string settings)
    {
        var dataSets = Select(options.DataSets, settings, dataSet => GetProtocol(dataSet, 0, Ablation.SearchedClusters[0]), out string note);
        int rows = dataSets.Select(dataSet => dataSet.ClusterCounts.Count).DefaultIfEmpty().Max();
        return new FigureData
        {
            Name = $"figure-4-{settings}",
            Title = $"Figure 4: recall against the number K of searched clusters, settings {RunResult.Describe(settings)}",
            Note = $"Lists of N = {Ablation.ClusterFigureTopN}. {note} Local triplets come from the clusters of the tables for every M.",
            Rows = [.. Enumerable.Range(0, rows).Select(row => (IReadOnlyList<FigurePanel>)[.. dataSets.Where(dataSet => row < dataSet.ClusterCounts.Count).Select(dataSet =>
                CreatePanel($"{dataSet.Title}, M = {dataSet.ClusterCounts[row]}", "K", dataSet, settings, RunMetric.Recall, Ablation.SearchedClusters, searched => GetProtocol(dataSet, row, searched)))])],
        };

        static EvaluationProtocol GetProtocol(ReproductionDataSet dataSet, int row, int searched) => new(Ablation.ClusterFigureTopN, dataSet.ClusterCounts[row], searched);
    }

    /// <summary>Figure 5, 6, 7 or 8: metrics against the length N of the lists; a row for each data set.</summary>
    public FigureData CreateLengths(int figure, string settings)
    {
        var dataSets = Select(options.DataSets.Where(dataSet => dataSet.Figure == figure), settings, dataSet => GetProtocol(dataSet, Ablation.ListLengths[0]), out string note);
        return new FigureData
        {
            Name = $"figure-{figure}-{settings}",
            Title = $"Figure {figure}: metrics against the length N of the lists on {string.Join(" and ", dataSets.Select(dataSet => dataSet.Title))}, settings {RunResult.Describe(settings)}",
            Note = $"K = {EvaluationProtocol.PaperSearchedClusters} of {string.Join(" and ", dataSets.Select(dataSet => $"M = {dataSet.Clusters} ({dataSet.Title})"))} clusters. {note}",
            Rows = [.. dataSets.Select(dataSet => (IReadOnlyList<FigurePanel>)[.. RunMetric.OfFigures.Select(metric =>
                CreatePanel(dataSet.Title, "N", dataSet, settings, metric, Ablation.ListLengths, length => GetProtocol(dataSet, length)))])],
        };

        static EvaluationProtocol GetProtocol(ReproductionDataSet dataSet, int length) => new(length, dataSet.Clusters, EvaluationProtocol.PaperSearchedClusters);
    }

    /// <summary>The data sets that there are runs of, and a note of their seeds and of the others.</summary>
    private ReproductionDataSet[] Select(IEnumerable<ReproductionDataSet> dataSets, string settings, Func<ReproductionDataSet, EvaluationProtocol> getProtocol, out string note)
    {
        var seeds = dataSets.ToDictionary(dataSet => dataSet, dataSet => Ablation.OfFigures
            .Select(name => (dataSet.Title, Name: name, results.Find(new RunIdentity(dataSet.Name, name, settings, getProtocol(dataSet))).Count))
            .ToArray());
        var missing = seeds.Where(pair => pair.Value.All(entry => entry.Count == 0)).Select(pair => pair.Key.Title).ToArray();
        note = SeedNote.Describe(options.Seeds, seeds.Values.SelectMany(entries => entries)) + (missing.Length == 0 ? "" : $" Not available: {string.Join(", ", missing)}.");
        return [.. seeds.Where(pair => pair.Value.Any(entry => entry.Count > 0)).Select(pair => pair.Key)];
    }

    private FigurePanel CreatePanel(string title, string xTitle, ReproductionDataSet dataSet, string settings, RunMetric metric, IReadOnlyList<int> x, Func<int, EvaluationProtocol> getProtocol) => new(
        title,
        xTitle,
        metric.Title,
        [.. from name in Ablation.OfFigures
            let y = x.Select(value => results.GetMean(new RunIdentity(dataSet.Name, name, settings, getProtocol(value)), metric)).ToArray()
            where y.All(value => value is not null)
            select new FigureCurve(name, [.. x.Select(value => (double)value)], [.. y.Select(value => value!.Value)])]);
}
