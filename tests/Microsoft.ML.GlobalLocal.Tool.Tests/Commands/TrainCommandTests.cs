namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class TrainCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Trains_evaluates_what_is_held_out_and_evaluates_the_same_later()
    {
        var model = folder["trained.zip"];
        var result = ToolFolder.Run("train", "--data", folder.Data, "--model", model, "--hold-out", "2", "--seed", "5", "--top-n", "2");
        var lines = result.Succeeded();
        Assert.Equal("20 users, N = 2", lines[0]);
        Assert.Contains("80 interactions of 20 users with 24 items; 0 repeated rows merged", result.Error);
        Assert.Equal([folder["trained.zip"]], Directory.GetFiles(Path.GetDirectoryName(model)!, "trained.zip*"));
        Assert.Equal(
            result.Output,
            ToolFolder.Run("evaluate", "--model", model, "--data", folder.Data, "--hold-out", "2", "--seed", "5", "--top-n", "2").Output);

        // The block is easy to see: each user's two best items are those of its block that are left.
        double recall = double.Parse(lines[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.Equal(1, recall);
    }

    [Fact]
    public void An_index_is_made_for_the_recall_that_is_asked_for()
    {
        var model = folder["recall.zip"];
        var result = ToolFolder.Run("train", "--data", folder.Data, "--model", model, "--target-recall", "0.9", "--top-n", "2");
        result.Succeeded();
        Assert.Contains("of the exhaustive top 2 of 20 users", result.Error);
        Assert.Contains("asked for 0.9", Assert.Single(ToolFolder.Run("info", "--model", model).Succeeded(), line => line.StartsWith("recall ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("most")]
    public void A_recall_that_is_no_share_is_a_wrong_usage(string recall) =>
        ToolFolder.Run("train", "--data", folder.Data, "--model", folder["none.zip"], "--target-recall", recall).Failed(2, $"--target-recall is '{recall}'");

    [Fact]
    public void Interactions_of_the_test_file_are_not_trained_on()
    {
        var test = folder.Write("test.tsv", "user\titem\nuser 0.0\titem 0.0\nuser 1.0\titem 1.0\n");
        var result = ToolFolder.Run("train", "--data", folder.Data, "--test", test, "--model", folder["tested.zip"]);
        Assert.Equal("2 users, N = 10", result.Succeeded()[0]);
        Assert.Contains("118 interactions of 20 users", result.Error);
        Assert.Contains("not trained on", result.Error);
        Assert.Contains("item 0.0", ToolFolder.Run("recommend", "--model", folder["tested.zip"], "--user", "user 0.0", "--top-n", "1").Output);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_the_old_model_stays()
    {
        var model = folder.Write("old.zip", "old");
        using var cancellation = new CancellationTokenSource();
        using var error = new CancellingWriter(cancellation, after: "interactions of");
        var output = new StringWriter();
        int exitCode = await CommandLine.RunAsync(["train", "--data", folder.Data, "--model", model], new ToolConsole(output, error), cancellation.Token);
        new ToolResult(exitCode, output.ToString(), error.ToString()).Failed(1, "cancelled");
        Assert.Equal("old", File.ReadAllText(model));
        Assert.Equal([model], Directory.GetFiles(Path.GetDirectoryName(model)!, "old.zip*"));
    }

    [Fact]
    public void Odd_ids_come_back_as_they_were()
    {
        string[] ids = ["two words", "say \"hi\"", "naïve 日本 🎵", new string('x', 1000)];
        var rows = ids.SelectMany(user => ids.Where(item => item != user), (user, item) => $"{Quote(user)},{Quote(item)}").Concat(ids.Select(id => $"all,{Quote(id)}"));
        var data = folder.Write("odd.csv", "user,item\n" + string.Join('\n', rows));
        ToolFolder.Run("train", "--data", data, "--model", folder["odd.zip"]).Succeeded();
        Assert.All(ids, id => Assert.Equal(id, Assert.Single(ToolFolder.Run("recommend", "--model", folder["odd.zip"], "--user", id).Succeeded()).Split('\t')[1]));

        // A user with every item is counted, and recommended nothing.
        var everything = ToolFolder.Run("recommend", "--model", folder["odd.zip"], "--user", "all");
        Assert.Empty(everything.Succeeded());
        Assert.Contains("the user has interacted with the other 4 of the 4 items", everything.Error);
    }

    [Fact]
    public void Users_may_all_be_identical()
    {
        var rows = Enumerable.Range(0, 6).SelectMany(user => Enumerable.Range(0, 5).Select(item => $"u{user}\ti{item}")).Append("u6\ti5");
        var data = folder.Write("identical.tsv", "user\titem\n" + string.Join('\n', rows));
        ToolFolder.Run("train", "--data", data, "--model", folder["identical.zip"]).Succeeded();
        Assert.StartsWith("1\ti5\t", Assert.Single(ToolFolder.Run("recommend", "--model", folder["identical.zip"], "--user", "u0").Succeeded()));
    }

    [Theory]
    [InlineData("u\ti\nx\ty\nx\tz\n", "at least two users")]
    [InlineData("u\ti\nx\ty\nz\ty\n", "at least two items")]
    public void Fewer_than_two_users_or_items_is_told(string text, string expected) =>
        Train(folder.Write("few.tsv", text)).Failed(1, expected);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("user\titem\n", "header and nothing below")]
    [InlineData("user\titem\nann\ttea\nbob\n", ", line 3: the line has 1 field")]
    [InlineData("user\titem\nann\t\n", ", line 2, column 'item': the item id is empty")]
    [InlineData("user\titem\nann\tt\0a\n", ", line 2: the line is not UTF-8")]
    public void Malformed_data_is_told_with_the_place(string text, string expected) =>
        Train(folder.Write("bad.tsv", text)).Failed(1, folder["bad.tsv"], expected);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("five")]
    public void Ratings_that_are_no_finite_numbers_are_told_with_the_place(string rating) =>
        Train(folder.Write("rated.tsv", $"user\titem\trating\nann\ttea\t5\nann\tmilk\t{rating}\n"), "--rating-threshold", "4")
            .Failed(1, folder["rated.tsv"], "line 3, column 'rating'", $"'{rating}'");

    [Fact]
    public void A_missing_column_is_told_with_those_there_are() =>
        Train(folder.Data, "--user-column", "customer").Failed(1, folder.Data, "'customer'", "'user', 'item'");

    [Fact]
    public void A_missing_file_is_told() => Train(folder["nothing.tsv"]).Failed(1, folder["nothing.tsv"]);

    [Fact]
    public void A_path_that_cannot_be_written_is_found_before_training()
    {
        string[] paths = [Path.Combine(folder["missing"], "model.zip"), Path.Combine(folder.Data, "model.zip"), Path.GetDirectoryName(folder.Data)!];
        Assert.All(paths, path =>
        {
            var result = ToolFolder.Run("train", "--data", folder.Data, "--model", path);
            result.Failed(1, "cannot be written to", path);
            Assert.Single(result.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)[1..]);
        });
    }

    [Theory]
    [InlineData("--preset", "best")]
    [InlineData("--top-n", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--seed", "x")]
    [InlineData("--delimiter", "ab")]
    [InlineData("--rating-threshold", "NaN")]
    [InlineData("--hold-out", "-1")]
    [InlineData("--surprise", "1")]
    public void Senseless_options_are_mistakes_in_the_usage(string option, string value)
    {
        var result = ToolFolder.Run("train", "--data", folder.Data, "--model", folder["usage.zip"], option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(value, result.Error);
        Assert.Contains("train --help", result.Error);
    }

    private ToolResult Train(string data, params string[] options) =>
        ToolFolder.Run(["train", "--data", data, "--model", folder["unwritten.zip"], .. options]);

    private static string Quote(string id) => $"\"{id.Replace("\"", "\"\"")}\"";

    /// <summary>Cancels when the line after a given one is written: training has begun.</summary>
    private sealed class CancellingWriter(CancellationTokenSource cancellation, string after) : StringWriter
    {
        private bool _begun;

        public override void WriteLine(string? value)
        {
            if (_begun)
            {
                cancellation.Cancel();
            }

            _begun |= value!.Contains(after);
            base.WriteLine(value);
        }

        public override void WriteLine(object? value) => WriteLine(value!.ToString());
    }
}
