namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The results of all runs, to be asked for.</summary>
/// <param name="results">The results.</param>
internal sealed class RunResults(IReadOnlyList<RunResult> results)
{
    private readonly ILookup<RunIdentity, RunResult> _results = results.ToLookup(result => new RunIdentity(result.DataSet, result.System, result.Settings, result.Protocol, result.Dimension));

    /// <summary>What has no result, and why.</summary>
    public IEnumerable<RunResult> Failures => results.Where(result => result.Failure is not null);

    /// <summary>The machines that the results are of, those of most results first; in words.</summary>
    public IReadOnlyList<string> Machines =>
    [
        .. results.Where(result => result.Failure is null)
            .GroupBy(result => result.Machine)
            .OrderByDescending(machine => machine.Count()).ThenBy(machine => machine.Key, StringComparer.Ordinal)
            .Select(machine => $"{(machine.Key.Length > 0 ? machine.Key : "Not recorded.")} Results: {machine.Count()}."),
    ];

    /// <summary>The results of a system, a seed after the other.</summary>
    public IReadOnlyList<RunResult> Find(RunIdentity identity) => [.. _results[identity].Where(result => result.Failure is null).OrderBy(result => result.Seed)];

    /// <summary>The mean and deviation of a metric over the seeds; <c>n/a</c> where there is no result.</summary>
    /// <param name="identity">What is asked for.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="paper">The paper's number.</param>
    public ResultCell GetCell(RunIdentity identity, RunMetric metric, double? paper = null)
    {
        double[] values = [.. Find(identity).Select(result => result.Metrics[metric.Name])];
        return values.Length > 0 ? ResultCell.Of(values, paper) : new ResultCell { Text = "n/a", Paper = paper };
    }

    /// <summary>The mean of a metric over the seeds; <see langword="null"/> where there is no result.</summary>
    public double? GetMean(RunIdentity identity, RunMetric metric) => GetCell(identity, metric).Mean;

    /// <summary>Compares two systems over the seeds that both ran with; <see langword="null"/> where there are none, or no values of users were kept.</summary>
    public SystemComparison? Compare(RunIdentity first, RunIdentity second, RunMetric metric)
    {
        (IReadOnlyList<double>, IReadOnlyList<double>)[] seeds =
        [
            .. from one in Find(first)
               join other in Find(second) on one.Seed equals other.Seed
               where one.PerUser.ContainsKey(metric.Name) && other.PerUser.ContainsKey(metric.Name)
               select ((IReadOnlyList<double>)one.PerUser[metric.Name], (IReadOnlyList<double>)other.PerUser[metric.Name]),
        ];
        return seeds.Length == 0 ? null : SystemComparison.Of(seeds);
    }
}

/// <summary>What a result is of, whatever the seed.</summary>
/// <param name="DataSet">The name of the data set.</param>
/// <param name="System">The system.</param>
/// <param name="Settings">By which settings: <see cref="RunResult.Printed"/> or <see cref="RunResult.Tuned"/>.</param>
/// <param name="Protocol">How it was evaluated.</param>
/// <param name="Dimension">The length d of the vectors, where the run was asked for one.</param>
internal sealed record RunIdentity(string DataSet, string System, string Settings, EvaluationProtocol Protocol, int? Dimension = null);
