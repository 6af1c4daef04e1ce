using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The metrics of a model beside those of each of its spaces and of popularity.</summary>
/// <param name="Fusion">The metrics of the model.</param>
/// <param name="Spaces">The metrics of its spaces, by their names.</param>
/// <param name="Popularity">The metrics of recommending what most users have.</param>
internal sealed record EvaluationReport(TopNMetrics Fusion, IReadOnlyList<(string Name, TopNMetrics Metrics)> Spaces, TopNMetrics Popularity)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a table for people.</summary>
    public void WriteTable(TextWriter output)
    {
        var table = new MetricsComparison { { "popularity", Popularity } };
        foreach (var (name, metrics) in Spaces)
        {
            table.Add(name, metrics);
        }

        table.Add("fusion", Fusion);
        output.WriteLine(table.ToString().ReplaceLineEndings());
    }

    /// <summary>Writes one JSON object.</summary>
    public void WriteJson(TextWriter output)
    {
        var values = new Row(Fusion);
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                values.Users,
                values.TopN,
                values.Recall,
                values.Precision,
                values.HitRate,
                values.Arhr,
                values.Ndcg,
                values.Coverage,
                Spaces = Spaces.ToDictionary(space => space.Name, space => new Row(space.Metrics)),
            },
            JsonOptions));
    }

    private sealed record Row(int Users, int TopN, double Recall, double Precision, double HitRate, double Arhr, double Ndcg, double Coverage)
    {
        public Row(TopNMetrics metrics)
            : this(metrics.Users, metrics.TopN, metrics.Recall, metrics.Precision, metrics.HitRate, metrics.Arhr, metrics.Ndcg, metrics.Coverage)
        {
        }
    }
}
