using SkiaSharp;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public sealed class FigureWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_curve_has_one_colour_in_all_panels_and_in_the_legend()
    {
        // The second panel has the curves the other way round.
        using var image = Draw(Figure([Panel("A", "B"), Panel("B", "A")]));
        var (panels, legend) = Split(image, 2);
        var colours = panels.Select(panel => Colours(image, panel)).Append(Colours(image, legend)).ToArray();
        Assert.Equal(2, colours[0].Count);
        Assert.Equal(colours[0], colours[1]);
        Assert.Equal(colours[0], colours[2]);

        // Of the two flat curves the first name is at 0 wherever it was given, the second at 1.
        var lower = panels.Select(panel => colours[0].OrderBy(colour => MeanY(image, panel, colour)).Last()).ToArray();
        Assert.Equal(lower[0], lower[1]);
    }

    [Fact]
    public void A_curve_that_only_a_later_panel_has_gets_a_colour_of_its_own()
    {
        using var image = Draw(Figure([Panel("A"), Panel("B")]));
        var (panels, legend) = Split(image, 2);
        Assert.Empty(Colours(image, panels[0]).Intersect(Colours(image, panels[1])));
        Assert.Equal(2, Colours(image, legend).Count);
    }

    [Fact]
    public void Panels_are_in_rows_and_columns_with_text()
    {
        using var image = Draw(Figure([Panel("A"), Panel("A"), Panel("A")], [Panel("A"), Panel("A")]));
        Assert.Equal(3 * 440, image.Width);
        Assert.InRange(image.Height, 2 * 368 + 20, 2 * 368 + 60);
        Assert.Single(Colours(image, new SKRectI(0, 0, 440, 368)));
        Assert.Single(Colours(image, new SKRectI(440, 368, 880, 736)));
        Assert.Empty(Colours(image, new SKRectI(880, 368, 1320, 736)));
        foreach (var panel in new[] { new SKPointI(0, 0), new SKPointI(880, 0), new SKPointI(440, 368) })
        {
            // The title, and the title of the Y-axis left of its numbers.
            Assert.InRange(CountRowsOfText(image, new SKRectI(panel.X + 100, panel.Y, panel.X + 400, panel.Y + 40)), 8, 24);
            Assert.InRange(CountRowsOfText(image, new SKRectI(panel.X, panel.Y + 60, panel.X + 28, panel.Y + 300)), 20, 80);
        }
    }

    [Fact]
    public void A_long_legend_gets_more_lines()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(n => $"a system with a name, number {n}")];
        using var few = Draw(Figure([Panel(names[..1])]));
        using var many = Draw(Figure([Panel(names)]));
        Assert.InRange(many.Height - few.Height, 11 * 20, 11 * 40);

        // Text down to the last line.
        Assert.InRange(CountRowsOfText(many, new SKRectI(60, many.Height - 34, 440, many.Height)), 8, 24);
    }

    [Fact]
    public void Csv_has_a_line_per_point()
    {
        var output = new StringWriter();
        FigureWriter.WriteCsv(Figure([new FigurePanel("M = 10, K", "K", "recall", [new("AP", [1, 2], [0.25, 1 / 3.0])])]), output);
        Assert.Equal("panel,curve,x axis,x,y axis,y\n\"M = 10, K\",AP,K,1,recall,0.25\n\"M = 10, K\",AP,K,2,recall,0.3333333333333333\n", output.ToString());
    }

    private static FigureData Figure(params FigurePanel[][] rows) => new() { Name = "figure", Title = "Title", Rows = rows };

    /// <summary>Flat curves: A at 0, B at 1.</summary>
    private static FigurePanel Panel(params string[] names) =>
        new("Title", "N", "recall", [.. names.Select(name => new FigureCurve(name, [5, 10, 15], name == "A" ? [0, 0, 0] : [1, 1, 1]))]);

    private SKBitmap Draw(FigureData figure)
    {
        var path = Path.Combine(_folder.FullName, "figure.png");
        FigureWriter.WritePng(figure, path);
        return SKBitmap.Decode(path);
    }

    private static (SKRectI[] Panels, SKRectI Legend) Split(SKBitmap image, int panels) =>
        ([.. Enumerable.Range(0, panels).Select(n => new SKRectI(n * 440, 0, (n + 1) * 440, 368))], new SKRectI(0, 368, image.Width, image.Height));

    /// <summary>The hues of what is not grey, in steps of 20 degrees: edges are paler, but of the same hue.</summary>
    private static SortedSet<int> Colours(SKBitmap image, SKRectI area) =>
        [.. Pixels(image, area).Select(pixel => Hue(pixel.Colour)).OfType<int>().GroupBy(hue => hue).Where(group => group.Count() > 20).Select(group => group.Key)];

    private static double MeanY(SKBitmap image, SKRectI area, int hue) => Pixels(image, area).Where(pixel => Hue(pixel.Colour) == hue).Average(pixel => pixel.Y);

    private static int? Hue(SKColor colour) => Math.Abs(colour.Red - colour.Blue) > 60 ? (int)Math.Round(colour.Hue / 20) * 20 : null;

    /// <summary>The rows of pixels of which some are dark, but not most, as in a frame.</summary>
    private static int CountRowsOfText(SKBitmap image, SKRectI area) =>
        Pixels(image, area).Where(pixel => pixel.Colour.Red < 100).GroupBy(pixel => pixel.Y).Count(row => row.Count() < area.Width / 2);

    private static IEnumerable<(int Y, SKColor Colour)> Pixels(SKBitmap image, SKRectI area) =>
        from y in Enumerable.Range(area.Top, area.Height) from x in Enumerable.Range(area.Left, area.Width) select (y, image.GetPixel(x, y));
}
