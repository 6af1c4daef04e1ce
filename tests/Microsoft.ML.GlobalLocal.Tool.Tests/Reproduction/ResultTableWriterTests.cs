namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ResultTableWriterTests
{
    private static readonly ResultTable Table = new()
    {
        Name = "table-4",
        Title = "Systems",
        Notes = ["N = 15.", "One seed."],
        Columns = [new("MovieLens", "recall"), new("MovieLens", "seconds", Decimals: 0, MarkBest: false), new("Madison", "recall"), new("Madison", "point")],
        Rows =
        [
            new("printed", "AP", [ResultCell.Of([0.25, 0.27], 0.2983), ResultCell.Of([12.4]), ResultCell.Of([0.1]), new() { Text = "d = 64, a|b" }]),
            new("", "CIGAR", [ResultCell.Of([1.5]) with { Significance = Significance.Better }, ResultCell.Of([0]), new() { Text = "n/a", Paper = 0.1124 }, ResultCell.Empty]),
            new("tuned", "x, \"y\"", [ResultCell.Empty, ResultCell.Empty, ResultCell.Of([0.05]) with { Significance = Significance.Worse }, ResultCell.Empty]),
        ],
    };

    [Fact]
    public void Markdown_has_a_table_per_group_of_columns_and_says_what_its_signs_mean()
    {
        Assert.Equal(
            """
            - N = 15.
            - One seed.

            **MovieLens**

            | Settings | System | recall | seconds |
            |---|---|---|---|
            | printed | AP | .2600 ± .0141 [.2983] | 12 |
            |  | CIGAR | **1.5000** ↑ | 0 |

            **Madison**

            | Settings | System | recall | point |
            |---|---|---|---|
            | printed | AP | **.1000** | d = 64, a\|b |
            |  | CIGAR | n/a [.1124] |  |
            | tuned | x, "y" | .0500 ↓ |  |

            Bold: the best of its column. ±: the standard deviation over the seeds. In brackets: what the paper prints.


            """,
            Write(output => ResultTableWriter.WriteMarkdown(Table, output)));
    }

    [Fact]
    public void Csv_has_a_line_per_cell_with_all_digits()
    {
        Assert.Equal(
            """"
            row group,row,column group,column,mean,deviation,paper,significance,text
            printed,AP,MovieLens,recall,0.26,0.014142135623730963,0.2983,,
            printed,AP,MovieLens,seconds,12.4,,,,
            printed,AP,Madison,recall,0.1,,,,
            printed,AP,Madison,point,,,,,"d = 64, a|b"
            ,CIGAR,MovieLens,recall,1.5,,,better,
            ,CIGAR,MovieLens,seconds,0,,,,
            ,CIGAR,Madison,recall,,,0.1124,,n/a
            tuned,"x, ""y""",Madison,recall,0.05,,,worse,

            """",
            Write(output => ResultTableWriter.WriteCsv(Table, output)));
    }

    [Fact]
    public void The_reference_and_the_number_of_comparisons_are_named()
    {
        var compared = (Table with { Notes = [] }).CompareWith(0, (row, column) => column == 0 ? SystemComparison.Of(([row, row + 1, row + 2], [0, 1, 2])) : null);
        var text = Write(output => ResultTableWriter.WriteMarkdown(compared, output));
        Assert.Contains("↑ and ↓: better and worse than AP (printed), by the Wilcoxon signed-rank test over the users, two-sided, p < .05 after Holm's correction for the 2 comparisons of this table; over the seeds that both ran with, and only where each of them points to the same side.", text);
        Assert.StartsWith("**MovieLens**", text);
    }

    [Fact]
    public void Without_groups_there_is_one_plain_table()
    {
        var table = new ResultTable { Name = "t", Title = "T", RowTitle = "Space", Columns = [new("", "tried", 0, MarkBest: false)], Rows = [new("", "GW", [ResultCell.Of([9])])] };
        Assert.Equal("| Space | tried |\n|---|---|\n| GW | 9 |\n\n", Write(output => ResultTableWriter.WriteMarkdown(table, output)));
    }

    private static string Write(Action<TextWriter> write)
    {
        var output = new StringWriter();
        write(output);
        return output.ToString();
    }
}
