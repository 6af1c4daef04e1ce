namespace Microsoft.ML.GlobalLocal;

/// <summary>The formatters of what is shown as tables: HTML for notebooks, text for consoles.</summary>
internal sealed class TableFormatterSource
{
    /// <summary>Makes the formatters.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new TypeFormatter("text/html", value => (value as ITabular)?.ToHtml()),
        new TypeFormatter("text/plain", value => (value as ITabular)?.ToText()),
    ];
}
