namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ReproduceCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Data_that_is_missing_is_listed_with_where_to_get_it()
    {
        string output = folder["reproduced"];
        var result = ToolFolder.Run("reproduce", "--data", folder["nothing"], "--output", output, "--dataset", "movielens", "--dataset", "gowalla");
        result.Failed(1, "ml-100k/ratings.tsv", "ml-100k/half/test.tsv", "grouplens.org", "gowalla/train.tsv", "datasets/README.md", folder["nothing"]);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void A_table_that_has_none_of_the_data_sets_is_a_mistake_in_the_usage()
    {
        Run("--dataset", "debian", "--table", "2").Failed(2, "Table 2", "debian");
        Run("--dataset", "debian", "--figure", "5").Failed(2, "Figure 5", "debian");
        Run("--dataset", "debian", "--table", "3", "--table", "4").Failed(2, "Table 4", "debian");
    }

    [Theory]
    [InlineData("--table", "7")]
    [InlineData("--table", "one")]
    [InlineData("--figure", "3")]
    [InlineData("--dataset", "netflix")]
    [InlineData("--system", "oracle")]
    [InlineData("--seeds", "0")]
    [InlineData("--trials", "0")]
    public void Senseless_options_are_mistakes_in_the_usage(string option, string value)
    {
        var result = Run(option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(value, result.Error);
        Assert.Contains("reproduce --help", result.Error);
    }

    private ToolResult Run(params string[] options) => ToolFolder.Run(["reproduce", "--output", folder["unwritten"], .. options]);
}
