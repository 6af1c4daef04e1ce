namespace Microsoft.ML.GlobalLocal.Tests;

public class HugePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(5_000_001)]
    public void The_content_stays(int length)
    {
        int[] array = [.. Enumerable.Range(0, length)];
        HugePages.Advise(array);
        Assert.Equal(Enumerable.Range(0, length), array);
    }
}
