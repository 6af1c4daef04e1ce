namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Draws figures as PNG, and writes their points as CSV.</summary>
internal static class FigureWriter
{
    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file, which is replaced if it is there.</param>
    public static void WritePng(FigureData figure, string path) => throw new NotImplementedException();

    /// <summary>Writes a header and a line per point.</summary>
    public static void WriteCsv(FigureData figure, TextWriter output) => throw new NotImplementedException();
}
