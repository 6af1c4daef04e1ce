using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class QueryCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Recommend_prints_items_and_scores_best_first()
    {
        var lines = Run("recommend", "--user", "user 0.0", "--top-n", "3").Succeeded().Select(line => line.Split('\t')).ToArray();
        Assert.Equal(["1", "2", "3"], lines.Select(line => line[0]));
        Assert.All(lines[..2], line => Assert.StartsWith("item 0.", line[1]));
        Assert.Equal(["1", "1", "0"], lines.Select(line => line[2]));
    }

    [Fact]
    public void Recommend_prints_the_same_as_one_object()
    {
        var lines = Run("recommend", "--user", "user 1.2").Succeeded();
        var result = Run("recommend", "--user", "user 1.2", "--json");
        result.Succeeded();
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("user 1.2", root.GetProperty("user").GetString());
        Assert.Equal(
            lines.Select(line => line.Split('\t')[1]),
            root.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("item").GetString()));
    }

    [Fact]
    public void More_items_than_there_are_gives_all_that_are_left()
    {
        var result = Run("recommend", "--user", "user 0.0", "--top-n", "1000000");
        Assert.Equal(ToolFolder.Blocks * ToolFolder.ItemsPerBlock - 4, result.Succeeded().Length);
        Assert.Contains("these are all", result.Error);
    }

    [Fact]
    public void Similar_finds_the_block()
    {
        Assert.All(Run("similar", "--user", "user 2.1", "--top-n", "4").Succeeded(), line => Assert.StartsWith("user 2.", line));
        Assert.All(Run("similar", "--item", "item 3.1", "--top-n", "5").Succeeded(), line => Assert.StartsWith("item 3.", line));
        Run("similar").Failed(2, "either --user or --item");
        Run("similar", "--user", "user 2.1", "--item", "item 3.1").Failed(2, "either --user or --item");
    }

    [Fact]
    public void Explain_tells_weights_and_own_items()
    {
        var lines = Run("explain", "--user", "user 2.1", "--item", "item 2.0").Succeeded();
        Assert.Equal("score 1.0000", lines[0]);
        Assert.Equal("B  weight 1.0000  score   1.0000", lines[1]);
        Assert.All(lines[3..], line => Assert.StartsWith("item 2.", line));
    }

    [Fact]
    public void Info_tells_what_is_in_the_model() => Assert.Equal(
        ["users         20", "items         24", "interactions  80", "blend         Scores", "space         B, 4 dimensions, Product", "index         4 clusters over B, 2 searched"],
        Run("info").Succeeded());

    [Fact]
    public void Unknown_ids_are_told()
    {
        Run("recommend", "--user", "nobody").Failed(1, "'nobody' was not in the training data");
        Run("similar", "--user", "nobody").Failed(1, "'nobody' was not in the training data");
        Run("similar", "--item", "nothing").Failed(1, "'nothing' was not in the training data");
        Run("explain", "--user", "user 0.0", "--item", "nothing").Failed(1, "'nothing' was not in the training data");
    }

    [Theory]
    [InlineData("text.zip", "no zip at all")]
    [InlineData("empty.zip", "")]
    public void A_file_that_is_no_model_is_told(string name, string content)
    {
        var path = folder.Write(name, content);
        foreach (string[] command in new[] { ["info"], new[] { "recommend", "--user", "u" }, ["explain", "--user", "u", "--item", "i"] })
        {
            ToolFolder.Run([.. command, "--model", path]).Failed(1, path);
        }
    }

    [Fact]
    public void Another_model_of_MLNet_is_no_model_of_the_tool()
    {
        var mlContext = new MLContext();
        var data = InteractionLoader.Load(mlContext, folder.Data);
        mlContext.Model.Save(mlContext.Transforms.Conversion.MapValueToKey("User").Fit(data), data.Schema, folder["keys.zip"]);
        ToolFolder.Run("info", "--model", folder["keys.zip"]).Failed(1, folder["keys.zip"], "none of this tool");
    }

    [Fact]
    public void A_missing_model_is_told() => ToolFolder.Run("info", "--model", folder["none.zip"]).Failed(1, folder["none.zip"], "globallocal train");

    [Fact]
    public void A_truncated_model_is_told()
    {
        File.WriteAllBytes(folder["half.zip"], File.ReadAllBytes(folder.Model)[..500]);
        ToolFolder.Run("info", "--model", folder["half.zip"]).Failed(1, folder["half.zip"]);
    }

    private ToolResult Run(string command, params string[] options) => ToolFolder.Run([command, "--model", folder.Model, .. options]);
}
