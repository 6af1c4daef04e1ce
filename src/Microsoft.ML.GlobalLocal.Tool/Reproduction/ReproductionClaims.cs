namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What the runs say of the paper's claims and of the library's, by NDCG user by user.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="results">The results.</param>
internal sealed class ReproductionClaims(ReproductionOptions options, RunResults results)
{
    private static readonly RunMetric Metric = RunMetric.Ndcg;

    /// <summary>The claims of the ablation.</summary>
    public IReadOnlyList<Claim> TestAblation() => Claim.Test(
    [
        .. from dataSet in options.DataSets
           where options.Tables.Contains(dataSet.AblationTable)
           from settings in new[] { RunResult.Printed, RunResult.Tuned }
           from comparison in CompareAblation(dataSet, settings)
           select comparison,
    ]);

    /// <summary>The claims about systems.</summary>
    public IReadOnlyList<Claim> TestSystems() => Claim.Test(
    [
        .. from dataSet in options.DataSets
           where options.Tables.Contains(dataSet.SystemsTable)
           from comparison in CompareSystems(dataSet, new EvaluationProtocol(dataSet.TopN), [null])
           select comparison,
    ]);

    /// <summary>The same claims in leave-one-out, by the dimension of AP that is best on the test.</summary>
    public IReadOnlyList<Claim> TestLeaveOneOut() => Claim.Test(
    [
        .. from dataSet in options.DataSets
           where options.Tables.Contains(6) && dataSet.ReadLeaveOneOut is not null
           from comparison in CompareSystems(dataSet, EvaluationProtocol.OneAmongNegatives, [.. options.Dimensions])
           select comparison,
    ]);

    private IEnumerable<ClaimedComparison> CompareAblation(ReproductionDataSet dataSet, string settings)
    {
        string where = $"{dataSet.Title}, {(settings == RunResult.Printed ? "as printed" : "tuned")}";
        var bestSpace = FindBest(Ablation.Spaces.Select(Identify));
        return new[]
        {
            Compare($"{where}: local before global, by distance", Identify("LD"), Identify("GD")),
            Compare($"{where}: local before global, by product", Identify("LP"), Identify("GP")),
            Compare($"{where}: AD is better than the best single space", Identify("AD"), bestSpace),
            Compare($"{where}: AP is better than the best single space", Identify("AP"), bestSpace),
        }.OfType<ClaimedComparison>();

        RunIdentity Identify(string name) => new(dataSet.Name, name, settings, ReproductionTables.GetAblationProtocol(dataSet));
    }

    private IEnumerable<ClaimedComparison> CompareSystems(ReproductionDataSet dataSet, EvaluationProtocol protocol, IReadOnlyList<int?> dimensions)
    {
        var paper = options.Competitors.Where(competitor => !competitor.IsOwn && IsInPaper(competitor.Name, protocol)).Select(competitor => Identify(competitor.Name, RunResult.Tuned));
        var preset = Identify(DefaultPresetJob.Name, RunResult.Tuned);
        var bestOwn = FindBest(options.Competitors.Where(competitor => competitor.IsOwn).Select(competitor => Identify(competitor.Name, RunResult.Tuned)));
        var bestOther = FindBest(options.Competitors.Where(competitor => !competitor.IsOwn).Select(competitor => Identify(competitor.Name, RunResult.Tuned)));
        var bestOfPaper = FindBest(paper);
        return new[]
        {
            Compare($"{dataSet.Title}: AP as printed is better than the best system that the paper compares it with", FindAttention(RunResult.Printed), bestOfPaper),
            Compare($"{dataSet.Title}: AP tuned is better than the best system that the paper compares it with", FindAttention(RunResult.Tuned), bestOfPaper),
            Compare($"{dataSet.Title}: the default preset is no worse than the best of its own spaces", preset, bestOwn, noWorse: true),
            Compare($"{dataSet.Title}: the default preset is no worse than the best compared system", preset, bestOther, noWorse: true),
        }.OfType<ClaimedComparison>();

        RunIdentity Identify(string name, string settings, int? dimension = null) => new(dataSet.Name, name, settings, protocol, dimension);

        RunIdentity? FindAttention(string settings) => FindBest(dimensions.Select(dimension => Identify("AP", settings, dimension)));
    }

    private static bool IsInPaper(string system, EvaluationProtocol protocol) => protocol.LeaveOneOut
        ? PaperNumbers.LeaveOneOut("movielens", system, PaperNumbers.Dimensions[0], RunMetric.Ndcg.Name) is not null
        : PaperNumbers.Systems("movielens", system, RunMetric.Recall.Name) is not null;

    /// <summary>The best one on the test, which makes it the hardest to compare with.</summary>
    private RunIdentity? FindBest(IEnumerable<RunIdentity> identities) =>
        identities.Where(identity => results.GetMean(identity, Metric) is not null).MaxBy(identity => results.GetMean(identity, Metric));

    private ClaimedComparison? Compare(string statement, RunIdentity? first, RunIdentity? second, bool noWorse = false) =>
        first is not null && second is not null && results.GetUsers(first, Metric) is { } firstValues && results.GetUsers(second, Metric) is { } secondValues
            ? new ClaimedComparison(statement, $"{Metric.Title}", first.System, firstValues, second.System, secondValues, noWorse)
            : null;
}
