using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class EvaluateCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Repeats_the_split_of_the_training_and_prints_one_object()
    {
        var result = Evaluate("--hold-out", "2", "--top-n", "2", "--json");
        result.Succeeded();
        Assert.Empty(result.Error);
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(
            ["users", "topN", "recall", "precision", "hitRate", "arhr", "ndcg", "coverage", "spaces"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["B"], root.GetProperty("spaces").EnumerateObject().Select(property => property.Name));
        foreach (var metrics in new[] { root, root.GetProperty("spaces").GetProperty("B") })
        {
            // Each user's block has exactly its two test items left.
            Assert.Equal(ToolFolder.Blocks * ToolFolder.UsersPerBlock, metrics.GetProperty("users").GetInt32());
            Assert.Equal(2, metrics.GetProperty("topN").GetInt32());
            Assert.Equal(1, metrics.GetProperty("recall").GetDouble(), 12);
            Assert.Equal(1, metrics.GetProperty("precision").GetDouble(), 12);
            Assert.Equal(1, metrics.GetProperty("hitRate").GetDouble(), 12);
            Assert.Equal(1.5, metrics.GetProperty("arhr").GetDouble(), 12);
            Assert.Equal(1, metrics.GetProperty("ndcg").GetDouble(), 12);
            Assert.InRange(metrics.GetProperty("coverage").GetDouble(), 0.1, 1);
        }
    }

    [Fact]
    public void The_table_compares_popularity_spaces_and_fusion()
    {
        var lines = Evaluate("--hold-out", "2").Succeeded();
        Assert.Equal("20 users, N = 10", lines[0]);
        Assert.Equal(["recall", "precision", "HR", "ARHR", "NDCG", "coverage"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["popularity", "B", "fusion"], lines[2..].Select(line => line.Split(' ')[0]));
        Assert.Equal("1.0000", lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        var rows = File.ReadAllLines(folder.Data);
        var shuffled = folder.Write("shuffled.tsv", string.Join('\n', rows.Skip(1).Reverse().Prepend(rows[0])));
        var result = ToolFolder.Run("evaluate", "--model", folder.Model, "--data", shuffled, "--hold-out", "2");
        Assert.Equal(Evaluate("--hold-out", "2").Output, result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("--seed", "2")]
    [InlineData("--time-column", "1")]
    public void A_split_that_the_model_was_trained_across_is_refused(string option, string value)
    {
        var data = value == "1" ? folder.Write("timed.csv", "user,item,1\n" + string.Join('\n', File.ReadAllLines(folder.Data).Skip(1).Select((row, n) => $"{row.Replace('\t', ',')},{n}"))) : folder.Data;
        ToolFolder.Run("evaluate", "--model", folder.Model, "--data", data, "--hold-out", "2", option, value)
            .Failed(1, "of the 40 test interactions are among those that the model was trained on", "--seed");
    }

    [Fact]
    public void Trained_interactions_are_no_test() =>
        Evaluate("--test", folder.Data).Failed(1, "of the 120 test interactions are among those");

    [Fact]
    public void What_the_training_file_holds_is_not_recommended()
    {
        // The model holds out two items of user 0.0; the file has them, but for one.
        var heldOut = Unseen("user 0.0");
        var train = folder.Write("most.tsv", string.Join('\n', File.ReadAllLines(folder.Data).Where(row => row != $"user 0.0\t{heldOut[1]}")));
        var test = folder.Write("one.tsv", $"user\titem\nuser 0.0\t{heldOut[1]}\nuser 0.0\tunknown\nstranger\t{heldOut[1]}\n");
        var result = ToolFolder.Run("evaluate", "--model", folder.Model, "--data", train, "--test", test, "--top-n", "1", "--json");
        result.Succeeded();
        Assert.Contains("39 of its interactions are new to the model", result.Error);
        Assert.Contains("1 of the 2 test users were not in training", result.Error);
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(2, root.GetProperty("users").GetInt32());
        Assert.Equal(0.25, root.GetProperty("recall").GetDouble(), 12);
        Assert.Equal(0.5, root.GetProperty("hitRate").GetDouble(), 12);
    }

    [Fact]
    public void Ranks_held_out_items_among_negatives()
    {
        var heldOut = Unseen("user 0.0");
        var test = folder.Write("test.rating", $"user 0.0\t{heldOut[0]}\t5\nuser 0.0\t{heldOut[1]}\t5\n");
        var negatives = folder.Write("test.negative", $"(user 0.0,{heldOut[0]})\titem 1.0\titem 2.0\n(user 0.0,{heldOut[1]})\titem 0.9\t{heldOut[0]}\n");
        var result = ToolFolder.Run("evaluate", "--model", folder.Model, "--data", folder.Data, "--hold-out", "2", "--leave-one-out", negatives);
        result.Failed(2, "--leave-one-out belongs to --test");
        var train = folder.Write("train.tsv", File.ReadLines(folder.Data).First() + "\nuser 0.0\t" + Seen("user 0.0"));
        result = ToolFolder.Run("evaluate", "--model", folder.Model, "--data", train, "--test", test, "--no-header", "--leave-one-out", negatives, "--top-n", "1", "--json");
        result.Succeeded();

        // The second case ties with its negative, which counts against it.
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(0.5, root.GetProperty("hitRate").GetDouble(), 12);
        Assert.Equal(2, root.GetProperty("users").GetInt32());
    }

    [Fact]
    public void Fewer_clusters_find_the_same_where_they_hold_the_items() =>
        Assert.Equal(Evaluate("--hold-out", "2", "--top-n", "2").Output, Evaluate("--hold-out", "2", "--top-n", "2", "--clusters", "1").Output);

    [Theory]
    [InlineData("--clusters is 5, but the model's index has 4", "--hold-out", "2", "--clusters", "5")]
    [InlineData("--clusters is '0'", "--hold-out", "2", "--clusters", "0")]
    [InlineData("--top-n is '0'", "--hold-out", "2", "--top-n", "0")]
    [InlineData("--top-n is 'ten'", "--hold-out", "2", "--top-n", "ten")]
    [InlineData("--hold-out is '0'", "--hold-out", "0")]
    [InlineData("nothing to evaluate on")]
    [InlineData("exclude each other", "--hold-out", "2", "--test", "x")]
    [InlineData("does not apply", "--test", "x", "--leave-one-out", "x", "--clusters", "2")]
    public void Senseless_options_are_mistakes_in_the_usage(string expected, params string[] options) =>
        Evaluate(options).Failed(2, expected);

    private ToolResult Evaluate(params string[] options) =>
        ToolFolder.Run(["evaluate", "--model", folder.Model, "--data", folder.Data, .. options]);

    /// <summary>The items of a user's block that the model was not trained on for it.</summary>
    private string[] Unseen(string user) => [.. ToolFolder.Run("recommend", "--model", folder.Model, "--user", user, "--top-n", "2").Succeeded().Select(line => line.Split('\t')[1])];

    private string Seen(string user) => File.ReadLines(folder.Data).Select(row => row.Split('\t')).First(row => row[0] == user && !Unseen(user).Contains(row[1]))[1];
}
