namespace Microsoft.ML.GlobalLocal.Tests;

public class VectorTableTests
{
    [Fact]
    public void A_table_larger_than_an_array_is_told()
    {
        Assert.Equal(6, VectorTable.Create(2, 3).Length);
        Assert.Contains("50000000 vectors of length 128", Assert.Throws<ArgumentException>(() => VectorTable.Create(50_000_000, 128)).Message);
    }
}
