using ScottPlot;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws attention weights against a count of interactions.</summary>
internal static class AttentionPlot
{
    private const float LineWidth = 2.5f;
    private const double BandOpacity = 0.18;
    private const double HighestWeight = 1.02;

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
                plot.Add.FillY(x, [.. groups.Select(group => group.Lower)], [.. groups.Select(group => group.Upper)]).FillColor = color.WithAlpha(BandOpacity);
            }

            var line = plot.Add.Scatter(x, groups.Select(group => group.Mean).ToArray(), color);
            line.LineWidth = LineWidth;
            line.MarkerSize = 7;
            line.LegendText = sample.Spaces[space];
        }

        PlotStyle.SetAxes(plot, xLabel, "attention weight");
        PlotStyle.ShowLegendBeside(plot);
        PlotStyle.SetLogarithmicTicks(plot, groups.Min(group => group.X), 2 * groups.Max(group => group.X));
        double margin = 0.05;
        plot.Axes.SetLimits(
            Math.Log10(groups.Min(group => group.X)) - margin, Math.Log10(groups.Max(group => group.X)) + margin, 0, HighestWeight);
        return plot;
    }
}
