namespace Microsoft.ML.GlobalLocal.Tests;

public class ColumnSoftmaxTests
{
    [Theory]
    [InlineData(1, 1, 1f)]
    [InlineData(5, 3, 4f)]
    [InlineData(7, 32, 200f)]
    public void Every_column_has_the_shares_of_the_formula(int rows, int block, float deviation)
    {
        var exponents = new float[rows * block];
        GaussianNoise.Fill(exponents, deviation, seed: 1);
        var shares = exponents.ToArray();

        ColumnSoftmax.Apply(shares, block, new float[block]);

        for (int column = 0; column < block; column++)
        {
            double sum = Enumerable.Range(0, rows).Sum(row => Math.Exp(exponents[row * block + column]));
            Assert.All(Enumerable.Range(0, rows), row => Assert.Equal(Math.Exp(exponents[row * block + column]) / sum, shares[row * block + column], 1e-5));
        }
    }

    [Fact]
    public void An_exponent_of_minus_infinity_has_no_share()
    {
        float[] values = [float.NegativeInfinity, 1000, 3, 1000];

        ColumnSoftmax.Apply(values, 2, new float[2]);

        Assert.Equal([0, 0.5f, 1, 0.5f], values);
    }
}
