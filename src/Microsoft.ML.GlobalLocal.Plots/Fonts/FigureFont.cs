using ScottPlot;
using SkiaSharp;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The font of all pictures, Open Sans from within this assembly: a server has often no font at all.</summary>
internal sealed class FigureFont : IFontResolver
{
    /// <summary>The name to set it by.</summary>
    public const string Name = "Open Sans of Microsoft.ML.GlobalLocal";

    private const string Resource = "OpenSans-Regular.ttf";
    private static readonly Lazy<bool> Registration = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new FigureFont());
        return true;
    });

    /// <summary>Makes the font known to ScottPlot; once per process.</summary>
    public static void Register() => _ = Registration.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing width) =>
        fontName == Name ? SKTypeface.FromStream(typeof(FigureFont).Assembly.GetManifestResourceStream(Resource)) : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
}
