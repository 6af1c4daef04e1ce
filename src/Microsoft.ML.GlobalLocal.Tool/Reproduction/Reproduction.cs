using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Does the jobs of a plan that were not done before, one after the other, and keeps the results of each as it ends.</summary>
internal sealed class Reproduction
{
    private readonly ToolConsole _console;
    private readonly ReproductionOptions _options;
    private readonly DataSetSource[] _sources;
    private readonly ReproductionJob[] _jobs;
    private readonly RunStore<IReadOnlyList<RunResult>> _store;

    /// <summary>Prepares a reproduction.</summary>
    /// <param name="console">Where progress goes.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="UsageException">A table or figure needs other data sets than those that are asked for.</exception>
    /// <exception cref="ToolException">Files of data sets are missing.</exception>
    public Reproduction(ToolConsole console, ReproductionOptions options)
    {
        ReproductionPlan.Check(options);
        DataSetCatalog.CheckPresent(options.DataSets, options.Data);
        _console = console;
        _options = options;
        _store = new RunStore<IReadOnlyList<RunResult>>(Path.Combine(options.Output, "runs"));
        _sources = [.. options.DataSets.Select(dataSet => new DataSetSource(dataSet, DataSetCatalog.FindFolder(dataSet, options.Data)!))];
        _jobs = [.. ReproductionPlan.CreateJobs(options, _sources)];
    }

    /// <summary>Does what is left to do.</summary>
    /// <returns>The results of all jobs.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; what had ended before is kept.</exception>
    /// <exception cref="ToolException">Only what is kept shall be shown, and nothing is.</exception>
    public RunResults Run(CancellationToken cancellationToken)
    {
        var results = new List<RunResult>();
        var open = new List<ReproductionJob>();
        foreach (var job in _jobs)
        {
            if (_store.Find(job.Key) is { } known)
            {
                results.AddRange(known);
            }
            else
            {
                open.Add(job);
            }
        }

        _console.Note($"{_jobs.Length} runs; {_jobs.Length - open.Count} of them ended before and are taken from '{Path.Combine(_options.Output, "runs")}'.");
        if (_options.ShowsKeptOnly)
        {
            // Where some seeds are kept, the tables say how many.
            ReproductionJob[] missing = [.. open.ExceptBy(_jobs.Except(open).Select(Identify), Identify)];
            var smaller = FindSmallerBudgets([.. missing.Select(Identify)]);
            results.AddRange(smaller.SelectMany(run => run.Results));
            return open.Count < _jobs.Length || smaller.Count > 0
                ? new RunResults([.. results, .. missing.ExceptBy(smaller.Select(run => run.Identity), Identify).Select(job => job.CreateFailure("not run."))])
                : throw new ToolException($"None of the runs that are asked for is kept in '{_options.Output}'. Without --kept they are made.");
        }

        var watch = Stopwatch.StartNew();
        double done = 0;
        double left = open.Sum(job => job.Effort);
        for (int n = 0; n < open.Count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var job = open[n];
            string remaining = done > 0 ? $"; about {Describe(watch.Elapsed * (left / done))} left" : "";
            _console.Note($"run {n + 1} of {open.Count}: {job.Title}{remaining}");
            results.AddRange(Do(job, cancellationToken));
            done += job.Effort;
            left -= job.Effort;
        }

        return new RunResults(results);
    }

    /// <summary>The runs that are kept of jobs of which none is kept with the whole budget of trials: all seeds of the largest budget that any is kept with.</summary>
    private List<(JobIdentity Identity, IReadOnlyList<RunResult> Results)> FindSmallerBudgets(HashSet<JobIdentity> missing)
    {
        var runs = new List<(JobIdentity Identity, IReadOnlyList<RunResult> Results)>();
        for (int trials = _options.Trials - 1; trials > 0 && missing.Count > 0; trials--)
        {
            var found = (
                from job in ReproductionPlan.CreateJobs(_options.Limit(trials), _sources)
                where missing.Contains(Identify(job))
                let results = _store.Find(job.Key)
                where results is not null
                select (Identity: Identify(job), Results: results)).ToArray();
            runs.AddRange(found);
            missing.ExceptWith(found.Select(run => run.Identity));
        }

        return runs;
    }

    private static JobIdentity Identify(ReproductionJob job) => new(job.DataSet.Name, job.System, job.Settings, job.LeaveOneOut, job.Dimension);

    private IReadOnlyList<RunResult> Do(ReproductionJob job, CancellationToken cancellationToken)
    {
        IReadOnlyList<RunResult> results = [];
        try
        {
            _console.Run(progress => results = job.Run(_options.Threads, progress, cancellationToken));
            _store.Write(job.Key, results);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException or UnauthorizedAccessException) && !cancellationToken.IsCancellationRequested)
        {
            // One system that can't cope with a data set is a gap in a table. It is not kept, so that the next time it is tried again.
            results = [job.CreateFailure(exception.Message)];
        }

        foreach (var failed in results.Where(result => result.Failure is not null).DistinctBy(result => result.System))
        {
            _console.Note($"note: {failed.DataSet}, {failed.System}: {failed.Failure}");
        }

        return results;
    }

    private static string Describe(TimeSpan time) => time.TotalMinutes < 1
        ? "a minute"
        : time.TotalMinutes < 120
            ? $"{Math.Ceiling(time.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes"
            : $"{Math.Ceiling(time.TotalHours).ToString(CultureInfo.InvariantCulture)} hours";

    /// <summary>What a job is of, whatever the seed and the budget of trials.</summary>
    private readonly record struct JobIdentity(string DataSet, string System, string Settings, bool LeaveOneOut, int? Dimension);
}
