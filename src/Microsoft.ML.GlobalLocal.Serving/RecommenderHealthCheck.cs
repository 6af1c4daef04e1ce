using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>Tells whether the model that answers is that of the file, and which one it is.</summary>
internal sealed class RecommenderHealthCheck(IRecommenderSource source) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var refusal = source.Refusal;
        var model = source.Current.Information;
        var data = new Dictionary<string, object>
        {
            ["hash"] = model.Hash,
            ["loadedAt"] = model.LoadedAt,
            ["users"] = model.Users,
            ["items"] = model.Items,
        };
        return Task.FromResult(refusal is null
            ? HealthCheckResult.Healthy("The model of the file answers.", data)
            : HealthCheckResult.Degraded($"The model before answers, for the file was refused: {refusal.Reason}", data: data));
    }
}
