using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Counts and times what recommenders are asked, for whatever listens to <see cref="System.Diagnostics.Metrics"/>, such as OpenTelemetry. Thread-safe;
/// one instance serves all recommenders of a process.
/// <list type="table">
/// <item><term><c>globallocal.requests</c></term><description>counter, <c>{request}</c>: the requests</description></item>
/// <item><term><c>globallocal.request.duration</c></term><description>histogram, <c>s</c>: how long they took</description></item>
/// <item><term><c>globallocal.unknown_ids</c></term><description>counter, <c>{id}</c>: the requests that named a user or an item that training did not have; the first such id of each</description></item>
/// </list>
/// The first two have the tags <c>globallocal.operation</c> (<c>recommend</c>, <c>recommend_for</c>, <c>similar_items</c>, <c>similar_users</c>,
/// <c>explain</c> or <c>explain_for</c>) and, where a request failed, <c>error.type</c>, the name of the exception's type; the last has
/// <c>globallocal.id.kind</c>, <c>user</c> or <c>item</c>.
/// </summary>
public sealed class RecommenderMetrics
{
    /// <summary>The name of the meter that this library's packages use.</summary>
    public const string MeterName = "Microsoft.ML.GlobalLocal";

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _unknownIds;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meter">The meter that they belong to, best of the name <see cref="MeterName"/>.</param>
    public RecommenderMetrics(Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _requests = meter.CreateCounter<long>("globallocal.requests", "{request}", "Requests to recommenders.");
        _durations = meter.CreateHistogram<double>("globallocal.request.duration", "s", "How long requests to recommenders took.");
        _unknownIds = meter.CreateCounter<long>("globallocal.unknown_ids", "{id}", "Requests that named a user or an item that training did not have.");
    }

    /// <summary>Answers a request and records it.</summary>
    internal T Measure<T>(string operation, Func<T> answer)
    {
        long start = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            return answer();
        }
        catch (Exception exception)
        {
            error = exception.GetType().FullName;
            if (exception is UnknownIdException unknown)
            {
                _unknownIds.Add(1, new KeyValuePair<string, object?>("globallocal.id.kind", unknown.Kind));
            }

            throw;
        }
        finally
        {
            var tags = new TagList { { "globallocal.operation", operation } };
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            _requests.Add(1, tags);
            _durations.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
