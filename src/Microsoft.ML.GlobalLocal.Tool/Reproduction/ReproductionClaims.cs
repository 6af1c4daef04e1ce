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
           from settings in RunResult.AllSettings
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
        RunIdentity[] spaces = [.. Ablation.Spaces.Select(Identify)];
        string where = $"{dataSet.Title}, {RunResult.Describe(settings)}";
        return new[]
        {
            Compare($"{where}: local before global, by distance", Identify("LD"), Identify("GD")),
            Compare($"{where}: local before global, by product", Identify("LP"), Identify("GP")),
            Compare($"{where}: AD is better than the best single space", Identify("AD"), FindHardest(Identify("AD"), spaces)),
            Compare($"{where}: AP is better than the best single space", Identify("AP"), FindHardest(Identify("AP"), spaces)),
        }.OfType<ClaimedComparison>();

        RunIdentity Identify(string name) => new(dataSet.Name, name, settings, ReproductionTables.GetAblationProtocol(dataSet));
    }

    private IEnumerable<ClaimedComparison> CompareSystems(ReproductionDataSet dataSet, EvaluationProtocol protocol, IReadOnlyList<int?> dimensions)
    {
        var preset = Identify(DefaultPresetJob.Name, RunResult.Tuned);
        var printed = FindAttention(RunResult.Printed);
        var tuned = FindAttention(RunResult.Tuned);
        RunIdentity[] own = IdentifyAll(competitor => competitor.IsOwn);
        RunIdentity[] others = IdentifyAll(competitor => !competitor.IsOwn);
        RunIdentity[] ofPaper = IdentifyAll(competitor => !competitor.IsOwn && IsInPaper(competitor.Name, protocol));
        return new[]
        {
            Compare($"{dataSet.Title}: AP as printed is better than the best system that the paper compares it with", printed, FindHardest(printed, ofPaper)),
            Compare($"{dataSet.Title}: AP tuned is better than the best system that the paper compares it with", tuned, FindHardest(tuned, ofPaper)),
            Compare($"{dataSet.Title}: the default preset is no worse than the best of its own spaces", preset, FindHardest(preset, own), noWorse: true),
            Compare($"{dataSet.Title}: the default preset is no worse than the best compared system", preset, FindHardest(preset, others), noWorse: true),
        }.OfType<ClaimedComparison>();

        RunIdentity Identify(string name, string settings, int? dimension = null) => new(dataSet.Name, name, settings, protocol, dimension);

        RunIdentity[] IdentifyAll(Func<Competitor, bool> isAsked) => [.. options.Competitors.Where(isAsked).Select(competitor => Identify(competitor.Name, RunResult.Tuned))];

        RunIdentity? FindAttention(string settings) => dimensions.Select(dimension => Identify("AP", settings, dimension))
            .Where(identity => results.GetMean(identity, Metric) is not null)
            .MaxBy(identity => results.GetMean(identity, Metric));
    }

    private static bool IsInPaper(string system, EvaluationProtocol protocol) => protocol.LeaveOneOut
        ? PaperNumbers.LeaveOneOut("movielens", system, PaperNumbers.Dimensions[0], RunMetric.Ndcg.Name) is not null
        : PaperNumbers.Systems("movielens", system, RunMetric.Recall.Name) is not null;

    /// <summary>The one that is furthest ahead of a system on the test, or least behind it, over the seeds that both ran with.</summary>
    private RunIdentity? FindHardest(RunIdentity? first, IEnumerable<RunIdentity> others) => first is null ? null : (
        from other in others
        let comparison = results.Compare(first, other, Metric)
        where comparison is not null
        select (Identity: other, Lead: comparison.First - comparison.Second)).OrderBy(pair => pair.Lead).Select(pair => pair.Identity).FirstOrDefault();

    private ClaimedComparison? Compare(string statement, RunIdentity? first, RunIdentity? second, bool noWorse = false) =>
        first is not null && second is not null && results.Compare(first, second, Metric) is { } comparison
            ? new ClaimedComparison(statement, Metric.Title, first.System, second.System, comparison, noWorse)
            : null;
}
