namespace Microsoft.ML.GlobalLocal.Tests;

public class SymmetricEigenTests
{
    [Fact]
    public void Solves_by_hand()
    {
        // [[2, 1], [1, 2]]: eigenvalues 3 and 1, eigenvectors (1, 1) and (1, -1) over root 2.
        double[] matrix = [2, 1, 1, 2];

        var values = SymmetricEigen.Decompose(matrix, 2);

        Assert.Equal(3, values[0], 12);
        Assert.Equal(1, values[1], 12);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(matrix[0]), 12);
        Assert.Equal(matrix[0], matrix[1], 12);
        Assert.Equal(matrix[2], -matrix[3], 12);
    }

    [Fact]
    public void Gives_zeros_for_the_null_space()
    {
        // The square of (1, 2, 3): rank 1, eigenvalue 14.
        double[] matrix = [1, 2, 3, 2, 4, 6, 3, 6, 9];

        var values = SymmetricEigen.Decompose(matrix, 3);

        Assert.Equal(14, values[0], 10);
        Assert.Equal([0.0, 0.0], values[1..]);
        Assert.All(matrix[3..], entry => Assert.Equal(0, entry));
    }
}
