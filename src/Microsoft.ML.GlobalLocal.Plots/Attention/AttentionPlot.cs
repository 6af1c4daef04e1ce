using ScottPlot;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws attention weights against a count of interactions.</summary>
internal static class AttentionPlot
{
    private const float LineWidth = 2.5f;
    private const double BandOpacity = 0.18;
    private const double HighestWeight = 1.02;
    private const double Margin = 0.05;

    /// <summary>By the activity of users; a user counts once.</summary>
    public static ModelPlot ByActivity(AttentionSample sample) => Create(
        sample,
        "Attention by space and user activity",
        "interactions of the user",
        space => [.. sample.Users.Where(user => user.Weights.Length > 0).Select(user => ((double)user.Activity, user.GetMean(space)))]);

    /// <summary>By the popularity of items; every pair counts.</summary>
    public static ModelPlot ByPopularity(AttentionSample sample) => Create(
        sample,
        "Attention by space and item popularity",
        "users of the item",
        space => [.. sample.Users.SelectMany(user => user.Popularity.Select((popularity, n) => ((double)Math.Max(popularity, 1), (double)user.Weights[n][space])))]);

    private static ModelPlot Create(AttentionSample sample, string title, string xLabel, Func<int, (double X, double Weight)[]> getPoints)
    {
        var plot = new ModelPlot(title, PlotStyle.Width, PlotStyle.Height);
        IReadOnlyList<WeightGroup> groups = [];
        for (int space = 0; space < sample.Spaces.Count; space++)
        {
            var color = PlotStyle.Palette.GetColor(space);
            groups = WeightGroup.Divide(getPoints(space));
            double[] x = [.. groups.Select(group => Math.Log10(group.X))];
            if (groups.Count > 1)
            {
                var band = plot.Add.FillY(x, [.. groups.Select(group => group.Lower)], [.. groups.Select(group => group.Upper)]);
                band.FillColor = color.WithAlpha(BandOpacity);
                band.LineWidth = 0;
            }

            var line = plot.Add.Scatter(x, groups.Select(group => group.Mean).ToArray(), color);
            line.LineWidth = LineWidth;
            line.MarkerSize = 7;
            line.LegendText = sample.Spaces[space];
        }

        PlotStyle.SetAxes(plot, xLabel, "attention weight");
        PlotStyle.ShowLegend(plot, Edge.Right);
        PlotStyle.SetLogarithmicTicks(plot, groups[0].X, groups[^1].X);
        plot.Axes.SetLimits(Math.Log10(groups[0].X) - Margin, Math.Log10(groups[^1].X) + Margin, 0, HighestWeight);
        return plot;
    }
}
