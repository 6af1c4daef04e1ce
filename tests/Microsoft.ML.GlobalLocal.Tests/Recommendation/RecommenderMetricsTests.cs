using System.Diagnostics.Metrics;

namespace Microsoft.ML.GlobalLocal.Tests;

public sealed class RecommenderMetricsTests : IDisposable
{
    private readonly Meter _meter = new(RecommenderMetrics.MeterName);
    private readonly MeterListener _listener = new();
    private readonly List<string> _recorded = [];
    private readonly Recommender _recommender;

    public RecommenderMetricsTests()
    {
        var interactions = TestData.Random(6, 8, 3, seed: 1);
        var space = TestData.RandomSpace("S", 6, 8, 5, VectorSimilarity.Product, seed: 2);
        var model = new GlobalLocalModel(TestData.Ids("user", "u", 6), TestData.Ids("item", "i", 8), interactions, AttentionModel.OfOne(space, interactions));
        _recommender = new Recommender(model, new RecommenderMetrics(_meter));

        // Other tests run beside this one, so only this meter counts.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            Assert.True(value > 0);
            Record(instrument, 1, tags);
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Every_request_is_counted_and_timed_under_its_name()
    {
        _recommender.Recommend("u1");
        _recommender.RecommendFor(["i1"]);
        _recommender.SimilarItems("i2");
        _recommender.SimilarUsers("u2");
        _recommender.Explain("u1", "i3");
        _recommender.Explain("u1", ["i3", "i4"]);
        _recommender.ExplainFor(["i1"], ["i3"]);
        string[] operations = ["recommend", "recommend_for", "similar_items", "similar_users", "explain", "explain", "explain_for"];
        Assert.Equal(
            operations.SelectMany(operation => new[]
            {
                $"globallocal.requests {{request}} 1 globallocal.operation={operation}",
                $"globallocal.request.duration s 1 globallocal.operation={operation}",
            }),
            _recorded);
    }

    [Fact]
    public void A_failed_request_is_counted_as_one_and_an_unknown_id_by_its_kind()
    {
        Assert.Throws<UnknownIdException>(() => _recommender.Recommend("nobody"));
        Assert.Throws<UnknownIdException>(() => _recommender.SimilarItems("nothing"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _recommender.Recommend("u1", 0));
        Assert.Equal(
            [
                "globallocal.unknown_ids {id} 1 globallocal.id.kind=user",
                "globallocal.requests {request} 1 globallocal.operation=recommend error.type=Microsoft.ML.GlobalLocal.UnknownIdException",
                "globallocal.unknown_ids {id} 1 globallocal.id.kind=item",
                "globallocal.requests {request} 1 globallocal.operation=similar_items error.type=Microsoft.ML.GlobalLocal.UnknownIdException",
                "globallocal.requests {request} 1 globallocal.operation=recommend error.type=System.ArgumentOutOfRangeException",
            ],
            _recorded.Where(line => !line.Contains("duration", StringComparison.Ordinal)));
    }

    private void Record(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _recorded.Add(string.Join(' ', [instrument.Name, instrument.Unit, $"{value}", .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
}
