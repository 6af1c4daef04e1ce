using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>What OpenTelemetry collects of a served recommender.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenTelemetry_collects_requests_latency_unknown_ids_and_reloads(bool metersOfApplication)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.None)).AddGlobalLocalRecommender(_files.Served);
        using var provider = (metersOfApplication ? services.AddMetrics() : services).BuildServiceProvider();
        var collected = new CollectingExporter();
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter(RecommenderMetrics.MeterName).AddReader(new BaseExportingMetricReader(collected)).Build();
        var source = provider.GetRequiredService<RecommenderSource>();
        using (var scope = provider.CreateScope())
        {
            var recommender = scope.ServiceProvider.GetRequiredService<Recommender>();
            recommender.Recommend(TestModel.User(1));
            recommender.Recommend(TestModel.User(2));
            recommender.RecommendFor([TestModel.Item(1)]);
            Assert.Throws<UnknownIdException>(() => recommender.Recommend("nobody"));
            Assert.Throws<UnknownIdException>(() => recommender.SimilarItems("nothing"));
        }

        foreach (byte[] content in new[] { File.ReadAllBytes(_files.B), "no zip"u8.ToArray() })
        {
            _files.Replace(content);
            source.Check();
            source.Check();
        }

        // The new model's requests are counted on.
        source.Current.Recommender.Recommend(TestModel.User(1));
        meters.ForceFlush();
        Assert.Equal(
            [
                "globallocal.model.reloads {reload} globallocal.reload.outcome=loaded: 1",
                "globallocal.model.reloads {reload} globallocal.reload.outcome=refused: 1",
                "globallocal.request.duration s error.type=Microsoft.ML.GlobalLocal.UnknownIdException globallocal.operation=recommend: 1",
                "globallocal.request.duration s error.type=Microsoft.ML.GlobalLocal.UnknownIdException globallocal.operation=similar_items: 1",
                "globallocal.request.duration s globallocal.operation=recommend: 3",
                "globallocal.request.duration s globallocal.operation=recommend_for: 1",
                "globallocal.requests {request} error.type=Microsoft.ML.GlobalLocal.UnknownIdException globallocal.operation=recommend: 1",
                "globallocal.requests {request} error.type=Microsoft.ML.GlobalLocal.UnknownIdException globallocal.operation=similar_items: 1",
                "globallocal.requests {request} globallocal.operation=recommend: 3",
                "globallocal.requests {request} globallocal.operation=recommend_for: 1",
                "globallocal.unknown_ids {id} globallocal.id.kind=item: 1",
                "globallocal.unknown_ids {id} globallocal.id.kind=user: 1",
            ],
            collected.Lines.Order(StringComparer.Ordinal));
    }

    private sealed class CollectingExporter : BaseExporter<Metric>
    {
        public List<string> Lines { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tags = new List<string>();
                    foreach (var tag in point.Tags)
                    {
                        tags.Add($"{tag.Key}={tag.Value}");
                    }

                    long count = metric.MetricType == MetricType.Histogram ? point.GetHistogramCount() : point.GetSumLong();
                    Lines.Add($"{metric.Name} {metric.Unit} {string.Join(' ', tags.Order(StringComparer.Ordinal))}: {count}");
                }
            }

            return ExportResult.Success;
        }
    }
}
