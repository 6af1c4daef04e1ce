using ScottPlot;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A picture of a model. It is a plot of ScottPlot with a size of its own, so that it can be restyled by all that ScottPlot has. A notebook shows it
/// inline.
/// </summary>
[TypeFormatterSource(typeof(PlotFormatterSource), PreferredMimeTypes = [PlotFormatterSource.Png])]
public sealed class ModelPlot : Plot
{
    internal ModelPlot(string title, int width, int height)
    {
        Name = title;
        Width = width;
        Height = height;
        PlotStyle.Apply(this, title);
    }

    /// <summary>What the picture shows, in a few words.</summary>
    public string Name { get; }

    /// <summary>The width, in pixels.</summary>
    public int Width { get; set; }

    /// <summary>The height, in pixels.</summary>
    public int Height { get; set; }

    /// <summary>Draws the picture.</summary>
    /// <returns>A PNG file.</returns>
    public byte[] ToPng() => GetImageBytes(Width, Height, ImageFormat.Png);

    /// <summary>Draws the picture to a file. A save that fails leaves the old file whole.</summary>
    /// <param name="path">The PNG file.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file, or its folder, may not be written to.</exception>
    public void SavePng(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream => stream.Write(ToPng()));
    }

    /// <summary>What the picture shows.</summary>
    public override string ToString() => $"[picture] {Name}";
}
