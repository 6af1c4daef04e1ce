using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ItemFileTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void Numbers_stay_numbers_and_words_are_counted()
    {
        var path = folder.Write("items.tsv", "title\titem\tyear\tgenres\nSome\ta\t1999\tComedy Drama\nOther\tb\t\tDrama Drama\nLast\tc\t2001.5\t\n");
        var data = ItemFile.Load(new MLContext(1), path, ["year", "genres"]);
        Assert.Equal(["a", "b", "c"], data.GetColumn<string>("Item"));
        Assert.Equal([1999, float.NaN, 2001.5f], data.GetColumn<float>("year"));
        Assert.Equal([[1, 1], [0, 2], [0, 0]], data.GetColumn<float[]>("genres"));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var path = folder.Write("few.tsv", "item\tyear\na\t1999\n");
        Assert.Contains("no column 'genres'; it has item, year", Assert.Throws<ToolException>(() => ItemFile.Load(new MLContext(1), path, ["genres"])).Message);
    }
}
