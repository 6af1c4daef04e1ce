using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.ML.GlobalLocal.Plots.Tests;

/// <summary>What the notebooks' own library of formatters makes of our types, which know nothing of it.</summary>
public class NotebookFormattingTests
{
    private const string Html = "text/html";

    [Fact]
    public void Answers_are_tables()
    {
        var recommender = new Recommender(PlotWorld.CreateModel());
        var list = recommender.Recommend("user0", 3);
        Assert.Equal([Html], Formatter.GetPreferredMimeTypesFor(list.GetType()));
        string html = list.ToDisplayString(Html);
        Assert.StartsWith("<table>", html);
        Assert.Equal(3, Count(html, "<tr><td"));
        Assert.Contains($">{list[0].Item}</td>", html);
        Assert.StartsWith("item", list.ToDisplayString("text/plain"));
        Assert.Equal(1, Count(list[0].ToDisplayString(Html), "<tr><td"));
        Assert.Equal(2, Count(recommender.SimilarItems("item0", 2).ToDisplayString(Html), "<tr><td"));
    }

    [Fact]
    public void Attention_and_metrics_are_tables()
    {
        var model = PlotWorld.CreateModel();
        var explanation = new Recommender(model).Explain("user0", "item5");
        Assert.Equal(2, Count(explanation.ToDisplayString(Html), "<table>"));
        Assert.StartsWith("<table>", explanation.Spaces.ToDisplayString(Html));
        Assert.StartsWith("<table>", explanation.Spaces[0].ToDisplayString(Html));
        var metrics = TopNEvaluator.Evaluate(model.Retriever, PlotWorld.Test, 10);
        Assert.Contains(">recall</th>", metrics.ToDisplayString(Html));
        Assert.Contains(">model</td>", new MetricsComparison { { "model", metrics } }.ToDisplayString(Html));
    }

    [Fact]
    public void Pictures_are_png()
    {
        var plot = GlobalLocalPlots.AttentionByActivity(PlotWorld.CreateModel());
        Assert.Equal(["image/png"], Formatter.GetPreferredMimeTypesFor(plot.GetType()));
        Assert.Equal(plot.ToPng(), Convert.FromBase64String(plot.ToDisplayString("image/png")));
    }

    [Fact]
    public void A_training_history_is_a_table_with_its_curves()
    {
        var history = new TrainingHistory();
        history.Report(new TrainingProgress("<GD>") { Epoch = 1, Epochs = 1, Loss = 1, ValidationMetric = 0.5 });
        string html = history.ToDisplayString(Html);
        Assert.Contains(">&lt;GD&gt;</td>", html);
        Assert.Equal(2, Count(html, "<img"));
        Assert.Equal(0, Count(new TrainingHistory().ToDisplayString(Html), "<img"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
