namespace Microsoft.ML.GlobalLocal;

/// <summary>The formatters of pictures: PNG, which notebooks hold as base 64, and the title as text.</summary>
internal sealed class PlotFormatterSource
{
    /// <summary>The MIME type of pictures.</summary>
    public const string Png = "image/png";

    /// <summary>Makes the formatters.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new TypeFormatter(Png, value => value is ModelPlot plot ? Convert.ToBase64String(plot.ToPng()) : null),
        new TypeFormatter("text/html", value => value is ModelPlot plot ? ToHtml(plot) : null),
        new TypeFormatter("text/plain", value => (value as ModelPlot)?.ToString()),
    ];

    /// <summary>The picture within HTML.</summary>
    public static string ToHtml(ModelPlot plot) => plot.GetPngHtml(plot.Width, plot.Height, classContent: "", styleContent: "");
}
