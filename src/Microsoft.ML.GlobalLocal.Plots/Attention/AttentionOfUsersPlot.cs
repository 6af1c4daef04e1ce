using ScottPlot;
using ScottPlot.TickGenerators;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws the attention weights of some users as bars that are as long as 1, one below the other.</summary>
internal static class AttentionOfUsersPlot
{
    private const int HeightOfBar = 34;
    private const int HeightOfRest = 120;
    private const double SizeOfBar = 0.74;
    private const double LeastLabelled = 0.06;

    public static ModelPlot Create(AttentionSample sample, string[] names)
    {
        var plot = new ModelPlot("Attention by space and user", PlotStyle.Width, HeightOfRest + names.Length * HeightOfBar);
        var ends = new double[names.Length];
        for (int space = 0; space < sample.Spaces.Count; space++)
        {
            var bars = plot.Add.Bars(Enumerable.Range(0, names.Length).Select(user => CreateBar(sample.Users[user], user, space, ends)).ToArray());
            bars.LegendText = sample.Spaces[space];
            bars.Horizontal = true;
            bars.ValueLabelStyle.ForeColor = Colors.White;
            bars.ValueLabelStyle.FontName = FigureFont.Name;
        }

        PlotStyle.SetAxes(plot, "attention weight, mean over the user's best items", "");
        PlotStyle.ShowLegend(plot, Edge.Right);
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. names.Select((_, user) => (double)-user)], [.. names.Select((name, user) => $"{name} ({sample.Users[user].Activity})")]);
        plot.HideGrid();
        plot.Axes.SetLimits(0, 1, 0.5 - names.Length, 0.5);
        return plot;
    }

    private static Bar CreateBar(UserAttention user, int position, int space, double[] ends)
    {
        double weight = user.Weights.Length == 0 ? 0 : user.GetMean(space);
        double start = ends[position];
        ends[position] += weight;
        return new Bar
        {
            Position = -position,
            ValueBase = start,
            Value = start + weight,
            Size = SizeOfBar,
            FillColor = PlotStyle.Palette.GetColor(space),
            LineWidth = 0,
            Label = weight < LeastLabelled ? "" : weight.ToString(".00", System.Globalization.CultureInfo.InvariantCulture),
            CenterLabel = true,
        };
    }
}
