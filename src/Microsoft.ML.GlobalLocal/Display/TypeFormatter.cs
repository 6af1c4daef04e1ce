namespace Microsoft.ML.GlobalLocal;

/// <summary>Formats values for notebooks, which call it by the names of its members.</summary>
/// <param name="mimeType">What the text is, such as <c>text/html</c>.</param>
/// <param name="format">Makes the text; <see langword="null"/> where the value is not of the type that it is for.</param>
internal sealed class TypeFormatter(string mimeType, Func<object, string?> format)
{
    /// <summary>What the text is.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="writer">Where it is written to.</param>
    /// <returns>Whether it was written.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        string? text = format(instance);
        writer.Write(text);
        return text is not null;
    }
}
