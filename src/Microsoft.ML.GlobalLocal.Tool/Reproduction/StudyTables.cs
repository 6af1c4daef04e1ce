namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Makes the tables of what the parts of the library's default preset are worth, and of what re-ranking adds to it.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results.</param>
internal sealed class StudyTables(ReproductionOptions options, RunResults results)
{
    private static readonly string[] Ways = [FusionStudy.EqualWeights, FusionStudy.FixedWeights, FusionStudy.ScoreAttention, FusionStudy.RepresentationAttention];

    private const string FusionTitle = "The default preset, part by part";
    private const string RerankingTitle = "Re-ranking with FastTree: what it adds";

    /// <summary>The default preset, part by part, compared with the whole.</summary>
    public ResultTable CreateFusion()
    {
        var rows = CreateFusionRows();
        return Create(
            FusionJob.Name,
            FusionTitle,
            [
                "All rows stand on the same spaces, trained once. Weights and attention are learned on held-out training interactions; the test is read once, at the end.",
                "Where validation finds no attention that is better than fixed weights, these are what the row of the attention has.",
                "Attention over representations is the paper's way to weigh, here over these spaces; they lack the tenth of the training interactions that it was trained on.",
            ],
            rows,
            Array.FindIndex(rows, row => row.Name == FusionStudy.ScoreAttention));
    }

    /// <summary>What re-ranking adds, compared with the model's own lists.</summary>
    public ResultTable CreateReranking() => Create(
        RerankingJob.Name,
        RerankingTitle,
        [
            "The best candidates of the default preset, ranked once more by what the model knows of them and, where a row says so, of the items; trees and leaves are chosen by cross-validation on a held-out part of the training interactions.",
            "The grid of trees and leaves was widened once after tests of Debian and MovieLens had been seen, so these two are no untouched ones.",
            $"Of the items something is known on {string.Join(", ", options.DataSets.Where(dataSet => dataSet.ItemFeatures.Count > 0).Select(dataSet => dataSet.Title).DefaultIfEmpty("none of the data sets"))}.",
        ],
        CreateRerankingRows(),
        reference: 0);

    /// <summary>What the rows of <see cref="CreateFusion"/> are made of, and how long all of them took together.</summary>
    public ResultTable CreateFusionChoices() => CreateChoices(FusionJob.Name, FusionTitle, CreateFusionRows(), "All rows were made together, in the seconds that stand with each.");

    /// <summary>The trees that re-ranking chose, and how long it took.</summary>
    public ResultTable CreateRerankingChoices() => CreateChoices(RerankingJob.Name, RerankingTitle, CreateRerankingRows());

    private static StudyRow[] CreateFusionRows()
    {
        string[] spaces = [.. Presets.CreateSpaces(GlobalLocalPreset.Default).Select(space => space.Name)];
        return
        [
            .. new[]
            {
                (Group: "a space alone", Names: spaces),
                (Group: "all spaces", Names: Ways),
                (Group: "attention over scores", Names: [FusionStudy.WithoutPairFactor, .. spaces.Select(FusionStudy.GetNameWithout)]),
            }.SelectMany(group => group.Names.Select(name => new StudyRow(group.Group, name, FusionJob.GetSystem(name)))),
        ];
    }

    private StudyRow[] CreateRerankingRows() =>
    [
        .. new[] { RerankingJob.Model, RerankingJob.Reranked }
            .Concat(options.DataSets.Where(dataSet => dataSet.ItemFeatures.Count > 0).Select(dataSet => RerankingJob.GetNameWith(dataSet.ItemFeatures)).Distinct())
            .Select(name => new StudyRow("", name, RerankingJob.GetSystem(name))),
    ];

    private ResultTable CreateChoices(string name, string title, StudyRow[] rows, params IReadOnlyList<string> notes) => new ChoicesTable(results).Create(
        $"table-{name}", title, options.DataSets, [.. rows.Select(row => new ChoicesRow(row.Group, row.Name, dataSet => Applies(row, dataSet) ? [Identify(row.System, dataSet)] : []))],
        notes);

    private ResultTable Create(string name, string title, IReadOnlyList<string> notes, StudyRow[] rows, int reference)
    {
        var columns = options.DataSets.SelectMany(dataSet => RunMetric.Tested.Select(metric => (DataSet: dataSet, Metric: metric))).ToArray();
        return new ResultTable
        {
            Name = $"table-{name}",
            Title = title,
            Notes = [.. options.DataSets.Select(dataSet => $"{dataSet.Title}: {dataSet.Split}."), DescribeSeeds(rows), .. notes, .. DescribeFailures(name)],
            RowTitle = "Lists of",
            RowGroupTitle = "Kind",
            Columns = [.. columns.Select(column => new ResultColumn($"{column.DataSet.Title}, N = {column.DataSet.TopN}", column.Metric.Title))],
            Rows = [.. rows.Select(row => new ResultRow(row.Group, row.Name, [.. columns.Select(column => Applies(row, column.DataSet) ? results.GetCell(Identify(row.System, column.DataSet), column.Metric) : ResultCell.Empty)]))],
        }.CompareWith(reference, (row, column) =>
            results.Compare(Identify(rows[row].System, columns[column].DataSet), Identify(rows[reference].System, columns[column].DataSet), columns[column].Metric));
    }

    /// <summary>Not to rank by what is known of the items, where nothing is.</summary>
    private static bool Applies(StudyRow row, ReproductionDataSet dataSet) =>
        !row.Name.StartsWith(RerankingJob.GetNameWith([]), StringComparison.Ordinal) || row.Name == RerankingJob.GetNameWith(dataSet.ItemFeatures);

    private static RunIdentity Identify(string system, ReproductionDataSet dataSet) => new(dataSet.Name, system, RunResult.Tuned, new EvaluationProtocol(dataSet.TopN));

    private string DescribeSeeds(StudyRow[] rows) => SeedNote.Describe(options.Seeds,
        from dataSet in options.DataSets
        from row in rows
        select (dataSet.Title, row.Name, results.Find(Identify(row.System, dataSet)).Count));

    private IEnumerable<string> DescribeFailures(string system) =>
        from dataSet in options.DataSets
        from failure in results.Failures
        where failure.System == system && failure.DataSet == dataSet.Name
        group dataSet by (dataSet.Title, failure.Failure) into same
        select $"Not available on {same.Key.Title}, because: {same.Key.Failure}";

    private sealed record StudyRow(string Group, string Name, string System);
}
