using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>The instruments of a served recommender, of the application's meters where it has any.</summary>
internal sealed class ServingMetrics : IDisposable
{
    private readonly Meter? _own;
    private readonly Counter<long> _reloads;

    public ServingMetrics(IServiceProvider services)
    {
        var meter = services.GetService<IMeterFactory>()?.Create(RecommenderMetrics.MeterName) ?? (_own = new Meter(RecommenderMetrics.MeterName));
        Recommender = new RecommenderMetrics(meter);
        _reloads = meter.CreateCounter<long>("globallocal.model.reloads", "{reload}", "Model files that replaced the one served, or were refused.");
    }

    public RecommenderMetrics Recommender { get; }

    public void CountReload(string outcome) => _reloads.Add(1, new KeyValuePair<string, object?>("globallocal.reload.outcome", outcome));

    public void Dispose() => _own?.Dispose();
}
