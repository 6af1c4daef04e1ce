using System.Globalization;
using ScottPlot;
using ScottPlot.Palettes;
using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What all pictures have in common.</summary>
internal static class PlotStyle
{
    /// <summary>The size of most pictures, in pixels.</summary>
    public const int Width = 760;

    /// <summary>The size of most pictures, in pixels.</summary>
    public const int Height = 460;

    private const float TitleSize = 18;
    private const float LabelSize = 15;
    private const float TickSize = 13;
    private static readonly int[] FewSteps = [1, 2, 5];
    private static readonly int[] ManySteps = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>The colours of curves.</summary>
    public static Category10 Palette { get; } = new();

    /// <summary>Sets title and fonts.</summary>
    public static void Apply(Plot plot, string title)
    {
        FigureFont.Register();
        plot.Title(title, TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = FormatTick };
        plot.Legend.FontSize = TickSize;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.8);
        plot.Font.Set(FigureFont.Name);
    }

    /// <summary>Names the axes.</summary>
    public static void SetAxes(Plot plot, string x, string y)
    {
        plot.XLabel(x, LabelSize);
        plot.YLabel(y, LabelSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Font.Set(FigureFont.Name);
    }

    /// <summary>Puts the legend beside or below the data, where it hides none.</summary>
    public static void ShowLegend(Plot plot, Edge edge)
    {
        var panel = plot.ShowLegend(edge);
        panel.Legend.FontSize = LabelSize;
        panel.Legend.FontName = FigureFont.Name;
    }

    /// <summary>Labels an X-axis whose coordinates are decimal logarithms.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="least">The least value, above 0; no logarithm.</param>
    /// <param name="greatest">The greatest value.</param>
    public static void SetLogarithmicTicks(Plot plot, double least, double greatest)
    {
        var ticks = new NumericManual();
        int[] steps = greatest > 10 * least ? FewSteps : ManySteps;
        for (double decade = Math.Pow(10, Math.Floor(Math.Log10(least))); decade <= greatest; decade *= 10)
        {
            foreach (int step in steps)
            {
                ticks.AddMajor(Math.Log10(step * decade), FormatTick(step * decade));
            }
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }

    /// <summary>A number of an axis: no more digits than it needs.</summary>
    public static string FormatTick(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
