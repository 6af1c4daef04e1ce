namespace Microsoft.ML.GlobalLocal;

/// <summary>The formatters of a training history: the table of its stages, in HTML with the curves below.</summary>
internal sealed class TrainingHistoryFormatterSource
{
    /// <summary>Makes the formatters.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new TypeFormatter("text/html", value => value is TrainingHistory history ? ToHtml(history) : null),
        new TypeFormatter("text/plain", value => (value as TrainingHistory)?.ToString()),
    ];

    private static string ToHtml(TrainingHistory history)
    {
        var html = new System.Text.StringBuilder(((ITabular)history).ToHtml());
        if (history.Reports.Any(report => double.IsFinite(report.ValidationMetric)))
        {
            html.Append(PlotFormatterSource.ToHtml(GlobalLocalPlots.ValidationCurves(history)));
        }

        if (history.Reports.Any(report => double.IsFinite(report.Loss)))
        {
            html.Append(PlotFormatterSource.ToHtml(GlobalLocalPlots.LossCurves(history)));
        }

        return html.ToString();
    }
}
