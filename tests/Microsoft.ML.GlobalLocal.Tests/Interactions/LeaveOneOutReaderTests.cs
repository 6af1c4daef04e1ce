namespace Microsoft.ML.GlobalLocal.Tests;

public sealed class LeaveOneOutReaderTests : IDisposable
{
    private static readonly IdTable Users = new("user", ["0", "1"]);
    private static readonly IdTable Items = new("item", ["10", "11", "12"]);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_cases_by_ids()
    {
        var cases = Read("0\t10\t5\n1\t99\t4\n7\t12\t4\n", "(1,99)\t10\t12\n(0,10)\t12\t98\t11\n(7,12)\t10\n");
        Assert.Equal([(1, -1), (0, 0), (-1, 2)], cases.Select(single => (single.User, single.Positive)));
        Assert.Equal([[0, 2], [2, 1], [0]], cases.Select(single => single.Negatives));
    }

    [Theory]
    [InlineData("(0,10)\t12\n(1,12)\t10\n", 2L, "starts with '(1,12)'")]
    [InlineData("(0,10)\t12\n(0,10)\t12\n", 2L, "each once")]
    [InlineData("(0,10)\t12\n(1,11)\n", 2L, "negative is missing")]
    [InlineData("(0,10)\t12\t\t11\n(1,11)\t10\n", 1L, "negative is missing")]
    [InlineData("(0,10)\t12\n", null, "no negatives for 1 of the 2")]
    public void Files_that_do_not_belong_together_are_refused(string negatives, long? line, string expected)
    {
        var exception = Assert.Throws<InvalidInteractionDataException>(() => Read("0\t10\t5\n1\t11\t4\n", negatives));
        Assert.Equal((_folder["negatives"], line), (exception.File, exception.Line));
        Assert.Contains(expected, exception.Message);
    }

    private IReadOnlyList<LeaveOneOutCase> Read(string test, string negatives) =>
        LeaveOneOutReader.Read(new MLContext(), _folder.Write("test", test), _folder.Write("negatives", negatives), Users, Items);
}
