namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Tells notebooks how a type is shown. .NET Interactive finds it by its name and members, whoever declares it, so the package needs nothing of the
/// notebook's.
/// </summary>
/// <param name="formatterSourceType">A type with a method <c>CreateTypeFormatters</c>, such as <see cref="TableFormatterSource"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types that are shown where nothing else is asked for.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}
