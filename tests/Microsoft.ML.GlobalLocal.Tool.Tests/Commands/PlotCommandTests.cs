namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class PlotCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    private static readonly string[] OfTheModel = ["attention-by-activity.png", "attention-by-popularity.png", "item-map.png"];

    [Fact]
    public void A_model_alone_is_three_pictures()
    {
        string output = folder["pictures"];
        var lines = ToolFolder.Run("plot", "--model", folder.Model, "--output", output).Succeeded();
        Assert.Equal(OfTheModel.Select(name => Path.Combine(output, name)), lines);
        Assert.Equal(lines, Directory.GetFiles(output).Order(StringComparer.Ordinal));
        Assert.All(lines, path => Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(path)[1..4]));
    }

    [Fact]
    public void With_test_data_there_is_recall()
    {
        var lines = ToolFolder.Run("plot", "--model", folder.Model, "--output", folder["recall"], "--data", folder.Data, "--hold-out", "2", "--seed", "1", "--top-n", "2").Succeeded();
        Assert.Equal([.. OfTheModel, "recall-by-clusters.png"], lines.Select(Path.GetFileName));
    }

    [Fact]
    public void With_the_history_of_a_training_there_are_its_curves()
    {
        string history = folder["history.json"];
        var trained = ToolFolder.Run("train", "--data", folder.Data, "--model", folder["with-history.zip"], "--history", history);
        trained.Succeeded();
        Assert.Contains($"The history of the training is in '{history}'.", trained.Error);
        var lines = ToolFolder.Run("plot", "--model", folder["with-history.zip"], "--output", folder["curves"], "--history", history).Succeeded();
        Assert.Contains("training-validation.png", lines.Select(Path.GetFileName));
    }

    [Fact]
    public void A_history_that_cannot_be_written_is_told_and_the_model_is_there()
    {
        string model = folder["without-history.zip"];
        string history = Path.Combine(folder["missing"], "history.json");
        ToolFolder.Run("train", "--data", folder.Data, "--model", model, "--history", history).Failed(1, $"could not be written to '{history}'", "The model was.");
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void A_history_that_is_none_is_told_before_anything_is_written()
    {
        Plot("unwritten", "--history", folder["nothing.json"]).Failed(1, folder["nothing.json"], "--history");
        Plot("unwritten", "--history", folder.Write("bad.json", "{}")).Failed(1, folder["bad.json"], "no training history");
        Assert.False(Directory.Exists(folder["unwritten"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_told() => Plot(Path.Combine("data.tsv", "pictures")).Failed(1, "could not be written to");

    [Fact]
    public void Nothing_to_evaluate_with_is_a_mistake_in_the_usage()
    {
        Plot("unwritten", "--hold-out", "2").Failed(2, "--data");
        Plot("unwritten", "--data", folder.Data, "--test", folder.Data, "--hold-out", "2").Failed(2, "exclude each other");
    }

    [Fact]
    public void A_missing_model_is_told() => ToolFolder.Run("plot", "--model", folder["no.zip"], "--output", folder["unwritten"]).Failed(1, folder["no.zip"]);

    private ToolResult Plot(string output, params string[] options) => ToolFolder.Run(["plot", "--model", folder.Model, "--output", folder[output], .. options]);
}
