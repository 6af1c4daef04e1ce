using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.Palettes;
using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Draws figures as PNG, and writes their points as CSV.</summary>
internal static class FigureWriter
{
    private const int PanelWidth = 440;

    // A panel is so many grid rows high, the legend below the panels one.
    private const int PanelGridRows = 8;
    private const int GridRowHeight = 46;
    private const float FontSize = 17;

    private static readonly Category10 Palette = new();
    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown,
        MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp, MarkerShape.OpenDiamond, MarkerShape.OpenTriangleDown,
    ];

    /// <summary>Draws a figure: its panels in rows, and below them one legend for all.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="path">The file, which is replaced if it is there.</param>
    public static void WritePng(FigureData figure, string path)
    {
        FigureFont.Register();
        var names = figure.Rows.SelectMany(row => row).SelectMany(panel => panel.Curves).Select(curve => curve.Name).Distinct().ToList();
        int columns = figure.Rows.Max(row => row.Count);
        int gridRows = figure.Rows.Count * PanelGridRows + 1;
        var multiplot = new Multiplot();
        multiplot.Subplots.RemoveAt(0);
        var layout = new CustomGrid();
        multiplot.Layout = layout;
        for (int row = 0; row < figure.Rows.Count; row++)
        {
            for (int column = 0; column < figure.Rows[row].Count; column++)
            {
                Add(CreatePanel(figure.Rows[row][column], names), new GridCell(row * PanelGridRows, column, gridRows, columns, PanelGridRows, 1));
            }
        }

        Add(CreateLegend(names), new GridCell(gridRows - 1, 0, gridRows, 1, 1, 1));
        multiplot.SavePng(path, columns * PanelWidth, gridRows * GridRowHeight);

        void Add(Plot plot, GridCell cell)
        {
            multiplot.AddPlot(plot);
            layout.Set(plot, cell);
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
            var scatter = plot.Add.Scatter(curve.X.ToArray(), curve.Y.ToArray(), Palette.GetColor(name));
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
        double[] x = [.. panel.Curves.SelectMany(curve => curve.X).Distinct().Order()];
        plot.Axes.Bottom.TickGenerator = new NumericManual(x, [.. x.Select(ResultNumber.FormatShort)]);
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = ResultNumber.FormatShort };
        plot.Font.Set(FigureFont.Name);
        return plot;
    }

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
}
