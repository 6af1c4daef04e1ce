namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class GenerateCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void The_file_has_what_was_asked_for()
    {
        var result = Generate(folder["made.tsv"], "--users", "50", "--items", "40", "--interactions", "600", "--groups", "4");
        Assert.Empty(result.Succeeded());
        Assert.Contains("600 interactions of 50 users with 40 items", result.Error);
        var rows = File.ReadLines(folder["made.tsv"]).Skip(1).Select(line => line.Split('\t')).ToArray();
        Assert.Equal((600, 50, 40), (rows.Length, rows.Select(row => row[0]).Distinct().Count(), rows.Select(row => row[1]).Distinct().Count()));
    }

    [Fact]
    public void The_seed_decides_and_the_ending_says_what_separates()
    {
        Generate(folder["one.csv"], "--seed", "7").Succeeded();
        Generate(folder["same.csv"], "--seed", "7").Succeeded();
        Generate(folder["other.csv"], "--seed", "8").Succeeded();
        Assert.StartsWith("user,item\nu0,i", File.ReadAllText(folder["one.csv"]));
        Assert.Equal(File.ReadAllBytes(folder["one.csv"]), File.ReadAllBytes(folder["same.csv"]));
        Assert.NotEqual(File.ReadAllBytes(folder["one.csv"]), File.ReadAllBytes(folder["other.csv"]));
    }

    [Fact]
    public void Numbers_that_do_not_go_together_are_a_mistake_in_the_usage()
    {
        Generate(folder["unwritten.tsv"], "--users", "100", "--interactions", "99").Failed(2, "Interactions", "99", "from");
        Generate(folder["unwritten.tsv"], "--groups", "5000").Failed(2, "Groups", "5000");
        Generate(folder["unwritten.tsv"], "--users", "0").Failed(2, "--users");
        Generate(folder["unwritten.zip"]).Failed(2, "--output", ".tsv");
        Assert.False(File.Exists(folder["unwritten.tsv"]));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() => Generate(Path.Combine(folder["nowhere"], "made.tsv")).Failed(1, "could not be written to");

    private static ToolResult Generate(string path, params string[] options) => ToolFolder.Run(["generate", "--output", path, .. options]);
}
