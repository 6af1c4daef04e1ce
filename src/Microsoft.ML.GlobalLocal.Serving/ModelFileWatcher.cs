using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>
/// Looks at the model's file again and again, as long as the host runs. By looking, not by the file system's events, which mounted and network folders
/// don't always send. With the host it also makes the source, so that a missing model is told at the start.
/// </summary>
internal sealed class ModelFileWatcher(RecommenderSource source, IOptions<RecommenderServingOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.PollingInterval;
        if (interval == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                source.Check();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends, or is disposed of without an end, which it would take for a failure.
        }
    }
}
