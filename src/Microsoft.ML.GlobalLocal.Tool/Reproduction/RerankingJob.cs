namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What re-ranking by FastTree adds to the library's default preset (<see cref="RerankingStudy"/>), on lists of N among all items.</summary>
internal sealed class RerankingJob(DataSetSource source, int seed) : ReproductionJob(source, leaveOneOut: false, seed)
{
    /// <summary>The name of all of it together.</summary>
    public const string Name = "re-ranking";

    /// <summary>The row of the model's own lists.</summary>
    public const string Model = "model";

    /// <summary>The row of the lists ranked by what the model knows.</summary>
    public const string Reranked = "re-ranked";

    public override string System => Name;

    public override string Settings => RunResult.Tuned;

    // The preset is trained twice.
    protected override double EffortOnData => 250;

    protected override string Configuration => $"{DefaultPresetJob.Describe()}; {RerankingStudy.Describe()}; {string.Join(", ", Source.ItemFeatures)} {Source.ItemDigest}";

    /// <summary>The row of the lists ranked by what is known of the items, too.</summary>
    public static string GetNameWith(IEnumerable<string> itemFeatures) => $"{Reranked}, with {string.Join(" and ", itemFeatures)}";

    /// <summary>The system of a row, in the results of runs.</summary>
    public static string GetSystem(string row) => $"{Name}: {row}";

    protected override IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context)
    {
        var (train, test) = Source.ReadViews(context.Seed);
        var settings = new TrainingSettings(GlobalLocalPreset.Default, context.TopN, context.Seed, context.Threads);
        var study = new RerankingStudy(train, settings, context.Progress!, context.CancellationToken);
        var plain = study.Measure(test);
        var results = new List<RunResult> { CreateRow(Model).With(plain.Test.Before), Describe(Reranked, plain) };
        if (Source.ItemFeatures.Count > 0)
        {
            results.Add(Describe(GetNameWith(Source.ItemFeatures), study.Measure(test, Source.LoadItems(), [.. Source.ItemFeatures])));
        }

        return results;
    }

    private RunResult CreateRow(string row) => CreateResult(GetSystem(row));

    private RunResult Describe(string row, RerankingResult measured) => (CreateRow(row) with
    {
        Point = $"{measured.Chosen.Trees} trees of {measured.Chosen.Leaves} leaves; {(measured.ValidatesBetter ? "validates better" : "does not validate better")}",
        TrialCount = measured.Trials.Count,
        TrainingSeconds = measured.Seconds,
    }).With(measured.Test.After);
}
