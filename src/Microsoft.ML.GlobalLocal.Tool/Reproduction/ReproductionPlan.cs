namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Which jobs the tables and figures that are asked for need; a job that several need is there once.</summary>
internal static class ReproductionPlan
{
    // That of the paper, but for table 6.
    private const int PaperDimension = 64;

    /// <summary>Checks that there is something to do for each table and figure.</summary>
    /// <exception cref="UsageException">A table or figure needs other data sets than those that are asked for.</exception>
    public static void Check(ReproductionOptions options)
    {
        foreach (int table in options.Tables.Where(table => !options.DataSets.Any(dataSet => IsInTable(dataSet, table))))
        {
            throw new UsageException($"Table {table} is of none of the data sets {string.Join(", ", options.DataSets.Select(dataSet => dataSet.Name))}. Name one of its own with --dataset, or leave the table out.");
        }

        foreach (int figure in options.Figures.Where(figure => !options.DataSets.Any(dataSet => IsInFigure(dataSet, figure))))
        {
            throw new UsageException($"Figure {figure} is of none of the data sets {string.Join(", ", options.DataSets.Select(dataSet => dataSet.Name))}. Name one of its own with --dataset, or leave the figure out.");
        }
    }

    /// <summary>Whether a data set is in a table.</summary>
    public static bool IsInTable(ReproductionDataSet dataSet, int table) =>
        table == 6 ? dataSet.ReadLeaveOneOut is not null : table == dataSet.AblationTable || table == dataSet.SystemsTable;

    /// <summary>Whether a data set is in a figure.</summary>
    public static bool IsInFigure(ReproductionDataSet dataSet, int figure) => figure == 4 || figure == dataSet.Figure;

    /// <summary>The jobs, in the order in which they are done.</summary>
    public static IEnumerable<ReproductionJob> CreateJobs(ReproductionOptions options, IEnumerable<DataSetSource> sources)
    {
        var trials = new RunStore<GridTrial>(Path.Combine(options.Output, "trials"));
        AblationSettings[] settings = [AblationSettings.CreatePrinted(options.MaximumEpochs), AblationSettings.CreateTuned(options.MaximumEpochs, options.Trials)];
        foreach (var source in sources)
        {
            var dataSet = source.DataSet;
            bool systems = options.Tables.Contains(dataSet.SystemsTable);
            bool ablation = (systems && options.RunsPaperMethod) || options.Tables.Contains(dataSet.AblationTable) || options.Figures.Any(figure => IsInFigure(dataSet, figure));
            bool leaveOneOut = options.Tables.Contains(6) && dataSet.ReadLeaveOneOut is not null;
            foreach (int seed in Enumerable.Range(1, options.Seeds))
            {
                if (systems)
                {
                    foreach (var job in CreateSystemJobs(options, source, leaveOneOut: false, seed, trials))
                    {
                        yield return job;
                    }
                }

                if (systems && options.RunsStudies)
                {
                    yield return new FusionJob(source, seed);
                    yield return new RerankingJob(source, seed);
                }

                if (ablation)
                {
                    foreach (var setting in settings)
                    {
                        yield return new AblationJob(source, leaveOneOut: false, seed, setting, PaperDimension);
                    }
                }
            }

            foreach (int seed in Enumerable.Range(1, leaveOneOut ? options.Seeds : 0))
            {
                foreach (var job in CreateSystemJobs(options, source, leaveOneOut: true, seed, trials))
                {
                    yield return job;
                }

                foreach (var setting in options.RunsPaperMethod ? settings : [])
                {
                    foreach (int dimension in options.Dimensions)
                    {
                        yield return new AblationJob(source, leaveOneOut: true, seed, setting, dimension);
                    }
                }
            }
        }
    }

    private static IEnumerable<ReproductionJob> CreateSystemJobs(ReproductionOptions options, DataSetSource source, bool leaveOneOut, int seed, RunStore<GridTrial> trials) =>
        options.Competitors.Select(competitor => (ReproductionJob)new CompetitorJob(source, leaveOneOut, seed, competitor, trials))
            .Concat(options.RunsDefaultPreset ? [new DefaultPresetJob(source, leaveOneOut, seed)] : []);
}
