using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class RerankCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Tells_what_re_ranking_changes_with_and_without_what_is_known_of_the_items()
    {
        var items = folder.Write("items.tsv", "item\tyear\nitem 0.0\t1999\nitem 0.1\t2001\n");
        var lines = ToolFolder.Run("rerank", "--data", folder.Data, "--hold-out", "2", "--top-n", "3", "--threads", "1", "--items", items, "--item-features", "year").Succeeded();
        Assert.Equal(12, lines.Length);
        Assert.StartsWith("model's features: ", lines[0]);
        Assert.StartsWith("and year: ", lines[6]);
        Assert.Equal(9, lines[1].Split(" x ").Length - 2);
        Assert.EndsWith("recall of the candidates 1.0000", lines[0]);
        foreach (string line in new[] { lines[3], lines[4], lines[9], lines[10] })
        {
            Assert.All(line[16..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], value => Assert.InRange(double.Parse(value, CultureInfo.InvariantCulture), 0, 1));
        }

        Assert.All([lines[5], lines[11]], line => Assert.StartsWith("Re-ranking ", line));

        // Every user's two test items are the only ones of its block that are left: the model finds them, with or without its ranking.
        Assert.Equal(["test", "20", "1.0000"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3]);
        Assert.Equal(lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3], lines[10].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3]);
    }

    [Fact]
    public void Features_of_items_and_their_file_belong_together() =>
        ToolFolder.Run("rerank", "--data", folder.Data, "--hold-out", "2", "--item-features", "year").Failed(2, "--items and --item-features belong together");
}
