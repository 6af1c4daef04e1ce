using ScottPlot.Plottables;
using SkiaSharp;

namespace Microsoft.ML.GlobalLocal.Plots.Tests;

public sealed class PlotTests : IDisposable
{
    private const int Blue = 200;
    private const int Orange = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal-plots-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_font_comes_with_the_pictures()
    {
        FigureFont.Register();
        Assert.Equal("Open Sans", ScottPlot.Fonts.GetTypeface(FigureFont.Name, bold: false, italic: false).FamilyName);
    }

    [Fact]
    public void Attention_by_activity_has_a_curve_and_a_colour_for_every_space()
    {
        var plot = GlobalLocalPlots.AttentionByActivity(PlotWorld.CreateModel(), topN: 4);
        var curves = plot.GetPlottables<Scatter>().ToArray();
        Assert.Equal(["A", "B"], curves.Select(curve => curve.LegendText));

        // Users with 2 and with 8 items; the weights of both spaces sum to 1.
        var points = curves.Select(curve => curve.Data.GetScatterPoints()).ToArray();
        Assert.Equal([Math.Log10(2), Math.Log10(8)], points[0].Select(point => point.X), Near);
        Assert.True(points[0][0].Y > points[0][1].Y);
        Assert.Equal([1, 1], points[0].Zip(points[1], (a, b) => a.Y + b.Y), Near);
        using var image = Draw(plot);
        Assert.Superset(new HashSet<int> { Blue, Orange }, Colours(image));
    }

    [Fact]
    public void Attention_by_popularity_counts_pairs()
    {
        var plot = GlobalLocalPlots.AttentionByPopularity(PlotWorld.CreateModel(weightsVary: false), topN: 4);
        Assert.All(plot.GetPlottables<Scatter>().First().Data.GetScatterPoints(), point => Assert.Equal(0.8, point.Y, tolerance: 1e-5));
        AssertHasText(plot);
    }

    [Fact]
    public void Attention_of_users_is_a_bar_for_each()
    {
        var plot = GlobalLocalPlots.AttentionOfUsers(PlotWorld.CreateModel(), ["user0", "user19"], topN: 4);
        var bars = plot.GetPlottables<BarPlot>().Select(bars => bars.Bars).ToArray();
        Assert.Equal([2, 2], bars.Select(space => space.Count));
        Assert.All(bars[0].Zip(bars[1]), pair =>
        {
            Assert.Equal(0, pair.First.ValueBase);
            Assert.Equal(pair.First.Value, pair.Second.ValueBase);
            Assert.Equal(1, pair.Second.Value, tolerance: 1e-5);
        });
        Assert.True(bars[0][0].Value > bars[0][1].Value);
        AssertHasText(plot);
    }

    [Fact]
    public void The_map_has_a_point_for_every_item_and_a_name_and_colour_for_every_cluster()
    {
        var model = PlotWorld.CreateModel();
        var plot = GlobalLocalPlots.ItemMap(model);
        Assert.Equal(model.Items.Count, plot.GetPlottables<Marker>().Count());

        // The most popular items, the first of those that have as many users.
        Assert.Equal(["item0", $"item{PlotWorld.ItemsPerBlock}"], plot.GetPlottables<Text>().Select(text => text.LabelText).Order());
        using var image = Draw(plot);
        Assert.Equal(2, plot.GetPlottables<Marker>().Select(marker => marker.Color).Distinct().Count());

        // Paler under the names.
        Assert.True(Colours(image, least: 25).Count >= 2);
        AssertHasText(plot);
    }

    [Fact]
    public void Recall_rises_to_that_of_an_exhaustive_search()
    {
        var model = PlotWorld.CreateModel();
        var plot = GlobalLocalPlots.RecallByClusters(model.Retriever, PlotWorld.Test, topN: 10);
        var points = plot.GetPlottables<Scatter>().Single().Data.GetScatterPoints();
        double exhaustive = TopNEvaluator.Evaluate(model.Retriever, PlotWorld.Test, 10).Recall;
        Assert.Equal([0, Math.Log10(2)], points.Select(point => point.X), Near);
        Assert.Equal(exhaustive, points[^1].Y, tolerance: 1e-9);
        AssertHasText(plot);
    }

    [Fact]
    public void A_stage_that_is_run_again_is_another_curve_of_the_same_colour()
    {
        var history = new TrainingHistory();
        foreach (int epoch in new[] { 1, 2, 1, 2 })
        {
            history.Report(new TrainingProgress("GD") { Epoch = epoch, Epochs = 2, Loss = 1.0 / epoch });
        }

        history.Report(new TrainingProgress("GP") { Epoch = 1, Epochs = 1, ValidationMetric = 0.5 });
        var curves = GlobalLocalPlots.LossCurves(history).GetPlottables<Scatter>().ToArray();
        Assert.Equal(["GD", ""], curves.Select(curve => curve.LegendText));
        Assert.Equal(curves[0].Color, curves[1].Color);
        Assert.Equal("GP", GlobalLocalPlots.ValidationCurves(history).GetPlottables<Scatter>().Single().LegendText);
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        var model = PlotWorld.CreateModel(hasIndex: false);
        Assert.Contains("no index", Assert.Throws<ArgumentException>(() => GlobalLocalPlots.ItemMap(model)).Message);
        Assert.Contains("no index", Assert.Throws<ArgumentException>(() => GlobalLocalPlots.RecallByClusters(model.Retriever, PlotWorld.Test)).Message);
        Assert.Contains("'nobody'", Assert.Throws<KeyNotFoundException>(() => GlobalLocalPlots.AttentionOfUsers(model, ["nobody"])).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => GlobalLocalPlots.AttentionOfUsers(model, [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalLocalPlots.AttentionByActivity(model, topN: 0));
        Assert.Contains("no loss", Assert.Throws<ArgumentException>(() => GlobalLocalPlots.LossCurves(new TrainingHistory())).Message);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_picture()
    {
        var plot = GlobalLocalPlots.AttentionByActivity(PlotWorld.CreateModel());
        string path = Path.Combine(_folder.FullName, "picture.png");
        plot.SavePng(path);
        using (var image = SKBitmap.Decode(path))
        {
            Assert.Equal((plot.Width, plot.Height), (image.Width, image.Height));
        }

        Assert.ThrowsAny<IOException>(() => plot.SavePng(Path.Combine(_folder.FullName, "missing", "picture.png")));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-4;

    private static SKBitmap Draw(ModelPlot plot) => SKBitmap.Decode(plot.ToPng());

    /// <summary>The title: rows of pixels of which some are dark, but not most, as in a frame.</summary>
    private static void AssertHasText(ModelPlot plot)
    {
        using var image = Draw(plot);
        int rows = Enumerable.Range(0, 40).Count(y => Enumerable.Range(0, image.Width).Count(x => image.GetPixel(x, y).Red < 100) is var dark && dark > 0 && dark < image.Width / 2);
        Assert.InRange(rows, 8, 30);
    }

    /// <summary>The hues of what is not grey, in steps of 20 degrees.</summary>
    private static HashSet<int> Colours(SKBitmap image, int least = 100) =>
    [
        .. from y in Enumerable.Range(0, image.Height)
           from x in Enumerable.Range(0, image.Width)
           let colour = image.GetPixel(x, y)
           where Math.Max(colour.Red, Math.Max(colour.Green, colour.Blue)) - Math.Min(colour.Red, Math.Min(colour.Green, colour.Blue)) > least
           group colour by (int)Math.Round(colour.Hue / 20) * 20 into hue
           where hue.Count() > 20
           select hue.Key,
    ];
}
