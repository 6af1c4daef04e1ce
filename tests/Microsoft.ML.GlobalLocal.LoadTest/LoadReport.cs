namespace Microsoft.ML.GlobalLocal.LoadTest;

/// <summary>What came of a run.</summary>
internal sealed class LoadReport
{
    private readonly List<double> _milliseconds = [];
    private readonly HashSet<string> _models = [];
    private readonly List<string> _errors = [];
    private TimeSpan _time;

    /// <summary>The number of requests, errors included.</summary>
    public int Requests => _milliseconds.Count;

    /// <summary>What went wrong, request by request.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The hashes of the models that answered.</summary>
    public IReadOnlySet<string> Models => _models;

    /// <summary>Puts the reports of several clients together.</summary>
    public static LoadReport Merge(IEnumerable<LoadReport> reports, TimeSpan time)
    {
        var merged = new LoadReport { _time = time };
        foreach (var report in reports)
        {
            merged._milliseconds.AddRange(report._milliseconds);
            merged._models.UnionWith(report._models);
            merged._errors.AddRange(report._errors);
        }

        merged._milliseconds.Sort();
        return merged;
    }

    /// <summary>Adds a request.</summary>
    public void Add(TimeSpan latency, string? model, string? error)
    {
        _milliseconds.Add(latency.TotalMilliseconds);
        if (model is not null)
        {
            _models.Add(model);
        }

        if (error is not null)
        {
            _errors.Add(error);
        }
    }

    /// <summary>Writes the numbers, and the first errors.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"requests  {Requests} in {_time.TotalSeconds:0.0} s, {Requests / _time.TotalSeconds:0} a second");
        output.WriteLine($"errors    {Errors.Count}");
        output.WriteLine($"models    {Models.Count} answered");
        output.WriteLine($"latency   p50 {GetPercentile(50):0.0} ms, p90 {GetPercentile(90):0.0} ms, p99 {GetPercentile(99):0.0} ms, max {GetPercentile(100):0.0} ms");
        foreach (string error in Errors.Take(10))
        {
            output.WriteLine(error);
        }
    }

    /// <summary>The smallest latency in milliseconds that so many per cent of the requests did not exceed.</summary>
    private double GetPercentile(int percent) => Requests == 0 ? double.NaN : _milliseconds[Math.Max(0, (int)Math.Ceiling(Requests * percent / 100.0) - 1)];
}
