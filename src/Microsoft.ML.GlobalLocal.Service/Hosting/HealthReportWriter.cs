using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.ML.GlobalLocal.Service.Hosting;

/// <summary>Writes a health report as JSON.</summary>
internal static class HealthReportWriter
{
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description, entry.Value.Data }),
        },
        context.RequestAborted);
}
