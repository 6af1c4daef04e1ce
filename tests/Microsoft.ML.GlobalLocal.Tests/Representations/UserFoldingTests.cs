namespace Microsoft.ML.GlobalLocal.Tests;

public class UserFoldingTests
{
    [Fact]
    public void Weights_of_other_items_than_the_space_has_are_refused()
    {
        var folding = new WeightedSumFolding([1, 1, 1], countExponent: 0);
        Assert.Contains("weights of 3 items", Assert.Throws<ArgumentException>(() => new VectorSpace("A", 1, [1], [1, 2], VectorSimilarity.Product, folding)).Message);
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(0.1f, 0, 1)]
    [InlineData(0.1f, float.NaN, 1)]
    [InlineData(0.1f, 1, float.PositiveInfinity)]
    public void Least_squares_without_a_solution_are_refused(float weight, float regularization, float exponent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquaresFolding(weight, regularization, exponent));

    [Fact]
    public void One_rule_serves_several_spaces()
    {
        var shared = new LeastSquaresFolding(0.5f, 1, 0);
        foreach (float[] items in new float[][] { [1, 2], [3, 5], [1, 2] })
        {
            // (y^2 + w (y^2 + z^2) + r) x = y for a user with the first item alone.
            double expected = items[0] / (items[0] * items[0] + 0.5 * (items[0] * items[0] + items[1] * items[1]) + 1);
            var vector = new float[1];
            new VectorSpace("A", 1, [1], items, VectorSimilarity.Product, shared).FoldIn([0], vector);
            Assert.Equal(expected, vector[0], 1e-6);
        }
    }
}
