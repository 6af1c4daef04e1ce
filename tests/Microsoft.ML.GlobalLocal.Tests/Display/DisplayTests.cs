using System.Collections;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>How answers and metrics are shown: as text by <c>ToString</c>, and as HTML by the convention that notebooks go by.</summary>
public class DisplayTests
{
    private static readonly TopNMetrics Metrics = new(10, [UserMetrics.Compute(0, [1, 2], [2, 3], 10)], coverage: 0.25);

    [Fact]
    public void Ids_are_encoded()
    {
        var list = new AnswerList<GlobalLocal.Recommendation>([new("<script>", 1.5f), new("a & \"b\"", -0.25f)]);
        Assert.Equal(
            """
            <table>
            <thead><tr><th style="text-align:left">item</th><th style="text-align:right">score</th></tr></thead>
            <tbody>
            <tr><td style="text-align:left">&lt;script&gt;</td><td style="text-align:right">1.5000</td></tr>
            <tr><td style="text-align:left">a &amp; &quot;b&quot;</td><td style="text-align:right">-0.2500</td></tr>
            </tbody>
            </table>

            """.ReplaceLineEndings("\n"),
            FormatByConvention(list, "text/html"));
    }

    [Fact]
    public void A_list_is_a_table_of_text() =>
        Assert.Equal("id      similarity\nlonger      1.0000\nb           0.5000", new AnswerList<Neighbour>([new("longer", 1), new("b", 0.5f)]).ToString());

    [Fact]
    public void An_explanation_has_two_tables()
    {
        var explanation = new Explanation("<u>", "i", 0.75f, [new("GW", 0.75f, 2)], 0.5f, [new("j", 0.5f)]);
        Assert.Equal(2, FormatByConvention(explanation, "text/html").Split("<caption>").Length - 1);
        Assert.Contains("i for &lt;u&gt;: score 0.7500", FormatByConvention(explanation, "text/html"));
        Assert.Equal("i for <u>: score 0.7500, with a factor of 0.5000 whichever space counts\nspace  weight   score\nGW     0.7500  2.0000\n\nnearest to i of what <u> has\nid  similarity\nj       0.5000", explanation.ToString());
    }

    [Fact]
    public void Metrics_are_compared_side_by_side()
    {
        var comparison = new MetricsComparison { { "one", Metrics }, { "the other", Metrics } };
        Assert.Equal(
            """
            1 users, N = 10
                       recall  precision      HR    ARHR    NDCG  coverage
            one        0.5000     0.1000  1.0000  0.5000  0.3869    0.2500
            the other  0.5000     0.1000  1.0000  0.5000  0.3869    0.2500
            """.ReplaceLineEndings("\n"),
            comparison.ToString());
        Assert.Equal(["one", "the other"], comparison.Select(row => row.Key));
        Assert.Equal(comparison.ToString(), FormatByConvention(comparison, "text/plain"));
        Assert.Contains("0.5000", Metrics.ToString());
    }

    [Fact]
    public void Only_what_is_evaluated_alike_is_compared()
    {
        var other = new TopNMetrics(5, Metrics.PerUser, 0.25);
        var exception = Assert.Throws<ArgumentException>(() => new MetricsComparison { { "one", Metrics }, { "other", other } });
        Assert.Contains("'other' are of 1 users and N = 5, those of 'one' of 1 users and N = 10", exception.Message);
    }

    [Theory]
    [InlineData(typeof(GlobalLocal.Recommendation))]
    [InlineData(typeof(Neighbour))]
    [InlineData(typeof(SpaceContribution))]
    [InlineData(typeof(Explanation))]
    [InlineData(typeof(TopNMetrics))]
    [InlineData(typeof(MetricsComparison))]
    public void Notebooks_find_the_formatters_by_their_names(Type type) => Assert.Equal(["text/html", "text/plain"], GetFormatters(type).Select(formatter => Get(formatter, "MimeType")));

    [Fact]
    public void A_formatter_leaves_what_is_not_its_own() =>
        Assert.All(GetFormatters(typeof(GlobalLocal.Recommendation)), formatter => Assert.False((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["text", new StringWriter()])!));

    private static string FormatByConvention(object value, string mimeType)
    {
        var writer = new StringWriter();
        object formatter = GetFormatters(value.GetType()).Single(formatter => Equals(Get(formatter, "MimeType"), mimeType));
        Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!);
        return writer.ToString();
    }

    /// <summary>As .NET Interactive does it: by names alone.</summary>
    private static IEnumerable<object> GetFormatters(Type type)
    {
        object attribute = type.GetCustomAttributes(inherit: true).Single(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.Equal(["text/html"], (string[])Get(attribute, "PreferredMimeTypes"));
        object source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType"))!;
        return ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>();
    }

    private static object Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value)!;
}
