using ScottPlot;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Draws the items of a space as points in the plane, with their clusters as colours and names.</summary>
internal static class ItemMapPlot
{
    private const int Width = 1000;
    private const int Height = 760;
    private const int Margin = 16;
    private const int TitleHeight = 44;
    private const float LabelSize = 13;
    private const float LeastMarker = 4;
    private const float GreatestMarker = 16;
    private const double Room = 0.04;

    // Hues a golden angle apart differ well, however many there are.
    private const double HueStep = 0.618034;

    public static ModelPlot Create(ClusteringIndex index, InteractionMatrix interactions, IdTable items)
    {
        var points = Spread(PrincipalPlane.Project(index.Space));
        int[] popularity = [.. Enumerable.Range(0, items.Count).Select(item => interactions.Transposed.GetCount(item))];
        var plot = new ModelPlot($"Items of space {index.Space.Name} in {index.ClusterCount} clusters, by most popular item", Width, Height);
        var area = new PixelRect(Margin, Width - Margin, Height - Margin, TitleHeight);
        plot.Layout.Fixed(new PixelPadding(area.Left, Width - area.Right, Height - area.Bottom, area.Top));
        plot.HideGrid();
        plot.Axes.Bottom.IsVisible = plot.Axes.Left.IsVisible = true;
        plot.Axes.Bottom.TickGenerator = plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        var limits = GetLimits(points);
        plot.Axes.SetLimits(limits);
        AddPoints(plot, index, points, popularity);
        AddNames(plot, index, points, popularity, items, point => new Pixel(
            area.Left + (float)((point.X - limits.Left) / limits.HorizontalSpan * area.Width),
            area.Bottom - (float)((point.Y - limits.Bottom) / limits.VerticalSpan * area.Height)), area, limits);
        return plot;
    }

    /// <summary>Most items lie close together, and a few far out: logarithms far from the middle give both room.</summary>
    private static (double X, double Y)[] Spread((double X, double Y)[] points) =>
        [.. Spread([.. points.Select(point => point.X)]).Zip(Spread([.. points.Select(point => point.Y)]))];

    private static double[] Spread(double[] values)
    {
        double middle = GetMedian(values);
        double scale = Math.Max(GetMedian([.. values.Select(value => Math.Abs(value - middle))]), float.Epsilon);
        return [.. values.Select(value => Math.Asinh((value - middle) / scale))];
    }

    private static double GetMedian(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static AxisLimits GetLimits((double X, double Y)[] points)
    {
        double left = points.Min(point => point.X), right = points.Max(point => point.X);
        double bottom = points.Min(point => point.Y), top = points.Max(point => point.Y);
        double roomX = Room * Math.Max(right - left, float.Epsilon), roomY = Room * Math.Max(top - bottom, float.Epsilon);
        return new AxisLimits(left - roomX, right + roomX, bottom - roomY, top + roomY);
    }

    private static void AddPoints(ModelPlot plot, ClusteringIndex index, (double X, double Y)[] points, int[] popularity)
    {
        double greatest = Math.Sqrt(Math.Max(popularity.Max(), 1));

        // The large ones first, so that they do not hide the small ones.
        foreach (int item in Enumerable.Range(0, points.Length).OrderByDescending(item => popularity[item]))
        {
            float size = LeastMarker + (GreatestMarker - LeastMarker) * (float)(Math.Sqrt(popularity[item]) / greatest);
            plot.Add.Marker(points[item].X, points[item].Y, MarkerShape.FilledCircle, size, GetColor(index.GetCluster(item)).WithAlpha(0.6));
        }
    }

    private static void AddNames(
        ModelPlot plot, ClusteringIndex index, (double X, double Y)[] points, int[] popularity, IdTable items, Func<(double X, double Y), Pixel> toPixel, PixelRect area, AxisLimits limits)
    {
        using var paint = Paint.NewDisposablePaint();
        var placement = new LabelPlacement(area);
        foreach (int cluster in Enumerable.Range(0, index.ClusterCount).OrderByDescending(cluster => index.GetItems(cluster).Length))
        {
            int[] own = index.GetItems(cluster).ToArray();
            if (own.Length == 0)
            {
                continue;
            }

            var center = (X: own.Average(item => points[item].X), Y: own.Average(item => points[item].Y));
            var text = plot.Add.Text(items[own.MaxBy(item => popularity[item])], center.X, center.Y);
            text.LabelFontName = FigureFont.Name;
            text.LabelFontSize = LabelSize;
            text.LabelFontColor = GetColor(cluster).Darken(0.55);
            text.LabelBackgroundColor = Colors.White.WithAlpha(0.75);
            text.LabelAlignment = Alignment.MiddleCenter;
            if (placement.Place(toPixel(center), text.LabelStyle.Measure(text.LabelText, paint).Size) is not { } place)
            {
                plot.Remove(text);
                continue;
            }

            text.Location = new Coordinates(
                limits.Left + (place.X - area.Left) / area.Width * limits.HorizontalSpan,
                limits.Bottom + (area.Bottom - place.Y) / area.Height * limits.VerticalSpan);
        }
    }

    private static Color GetColor(int cluster) => Color.FromHSL((float)(cluster * HueStep % 1), 0.65f, 0.45f);
}
