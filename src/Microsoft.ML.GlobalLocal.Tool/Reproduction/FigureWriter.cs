using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Palettes;
using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Draws figures as PNG, and writes their points as CSV.</summary>
internal static class FigureWriter
{
    // In pixels.
    private const int PanelWidth = 440;
    private const int PanelHeight = 368;
    private const int LegendMargin = 8;
    private const float FontSize = 17;
    private const float YAxisWidth = 90;

    // More points than that have no tick each.
    private const int MaximumTicks = 10;

    private static readonly Category10 Palette = new();

    // One fewer than colours, so that colour and marker together tell many more curves apart.
    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown,
        MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond,
    ];

    /// <summary>Draws a figure: its panels in rows, and below them one legend for all.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file, which is replaced if it is there.</param>
    public static void WritePng(FigureData figure, string path)
    {
        FigureFont.Register();
        var names = figure.Rows.SelectMany(row => row).SelectMany(panel => panel.Curves).Select(curve => curve.Name).Distinct().ToList();
        var legend = CreateLegend(names);
        int width = figure.Rows.Max(row => row.Count) * PanelWidth;
        int panelsHeight = figure.Rows.Count * PanelHeight;
        int legendHeight = MeasureLegend(legend, width);
        int height = panelsHeight + legendHeight;
        var multiplot = new Multiplot();
        multiplot.Subplots.RemoveAt(0);
        var layout = new CustomGrid();
        multiplot.Layout = layout;
        for (int row = 0; row < figure.Rows.Count; row++)
        {
            for (int column = 0; column < figure.Rows[row].Count; column++)
            {
                Add(CreatePanel(figure.Rows[row][column], names), column * PanelWidth, row * PanelHeight, PanelWidth, PanelHeight);
            }
        }

        Add(legend, 0, panelsHeight, width, legendHeight);
        multiplot.SavePng(path, width, height);

        // The cells of the grid are pixels.
        void Add(Plot plot, int x, int y, int plotWidth, int plotHeight)
        {
            multiplot.AddPlot(plot);
            layout.Set(plot, new GridCell(y, x, height, width, plotHeight, plotWidth));
        }
    }

    /// <summary>Writes a header and a line per point, with all digits.</summary>
    public static void WriteCsv(FigureData figure, TextWriter output)
    {
        CsvLine.Write(output, "panel", "curve", "x axis", "x", "y axis", "y");
        foreach (var panel in figure.Rows.SelectMany(row => row))
        {
            foreach (var curve in panel.Curves)
            {
                foreach (var (x, y) in curve.X.Zip(curve.Y))
                {
                    CsvLine.Write(output, panel.Title, curve.Name, panel.XTitle, ResultNumber.FormatExact(x), panel.YTitle, ResultNumber.FormatExact(y));
                }
            }
        }
    }

    private static Plot CreatePanel(FigurePanel panel, List<string> names)
    {
        var plot = new Plot();
        foreach (var curve in panel.Curves)
        {
            int name = names.IndexOf(curve.Name);
            var scatter = plot.Add.Scatter(Scale(panel, curve.X), Scale(panel, curve.Y), Palette.GetColor(name));
            scatter.LineWidth = 2;
            scatter.MarkerSize = 9;
            scatter.MarkerShape = Markers[name % Markers.Length];
            scatter.MarkerLineWidth = 2;
        }

        plot.HideLegend();
        plot.Title(panel.Title, FontSize);
        plot.XLabel(panel.XTitle, FontSize);
        plot.YLabel(panel.YTitle, FontSize);
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = FontSize - 2;
        plot.Axes.Left.MinimumSize = plot.Axes.Left.MaximumSize = YAxisWidth;
        double[] x = [.. panel.Curves.SelectMany(curve => curve.X).Distinct().Order()];
        plot.Axes.Bottom.TickGenerator = panel.IsLogarithmic || x.Length <= MaximumTicks ? new NumericManual(Scale(panel, x), [.. x.Select(FormatTick)]) : CreateLinearTicks();
        plot.Axes.Left.TickGenerator = panel.IsLogarithmic ? CreateLogarithmicTicks(panel) : CreateLinearTicks();
        plot.Font.Set(FigureFont.Name);
        return plot;
    }

    /// <summary>Where numbers are on the axes of a panel.</summary>
    private static double[] Scale(FigurePanel panel, IEnumerable<double> values) => [.. panel.IsLogarithmic ? values.Select(Math.Log10) : values];

    private static NumericAutomatic CreateLinearTicks() => new() { LabelFormatter = FormatTick };

    /// <summary>Ticks at 1, 2 and 5 times the powers of ten between the values.</summary>
    private static NumericManual CreateLogarithmicTicks(FigurePanel panel)
    {
        double[] y = [.. panel.Curves.SelectMany(curve => curve.Y)];
        int lowest = (int)Math.Floor(Math.Log10(y.Min()));
        int highest = (int)Math.Ceiling(Math.Log10(y.Max()));
        double[] factors = highest - lowest <= 2 ? [1, 2, 5] : [1];
        double[] ticks = [.. from power in Enumerable.Range(lowest, highest - lowest + 1) from factor in factors select factor * Math.Pow(10, power)];
        return new NumericManual(Scale(panel, ticks), [.. ticks.Select(FormatTick)]);
    }

    /// <summary>A number of an axis; of large ones thousands and millions.</summary>
    private static string FormatTick(double value) => Math.Abs(value) switch
    {
        >= 1e6 => ResultNumber.FormatShort(value / 1e6) + " M",
        >= 1e4 => ResultNumber.FormatShort(value / 1e3) + " k",
        _ => ResultNumber.FormatShort(value),
    };

    /// <summary>A plot of nothing but the legend.</summary>
    private static Plot CreateLegend(List<string> names)
    {
        var plot = new Plot();
        plot.Layout.Frameless();
        plot.HideGrid();
        plot.Legend.FontSize = FontSize;
        plot.Legend.FontName = FigureFont.Name;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.SymbolWidth = 34;
        plot.Legend.InterItemPadding = new PixelPadding(12, 4);
        plot.Legend.TightHorizontalWrapping = true;
        plot.ShowLegend(
            names.Select((name, n) => new LegendItem
            {
                LabelText = name,
                LineColor = Palette.GetColor(n),
                LineWidth = 2,
                MarkerShape = Markers[n % Markers.Length],
                MarkerColor = Palette.GetColor(n),
                MarkerSize = 9,
                MarkerLineWidth = 2,
            }),
            Alignment.MiddleCenter);
        plot.Legend.Orientation = Orientation.Horizontal;
        return plot;
    }

    /// <summary>The height that the legend needs when it breaks its lines at a width.</summary>
    private static int MeasureLegend(Plot plot, int width)
    {
        using var paint = Paint.NewDisposablePaint();
        return (int)Math.Ceiling(plot.Legend.GetLayout(new PixelSize(width - 2 * LegendMargin, float.MaxValue), paint).LegendRect.Height) + 2 * LegendMargin;
    }
}
