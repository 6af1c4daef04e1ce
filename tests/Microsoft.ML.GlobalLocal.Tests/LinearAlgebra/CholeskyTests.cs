namespace Microsoft.ML.GlobalLocal.Tests;

public class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(77)]
    public void Solves_from_the_lower_triangle(int size)
    {
        var table = new float[(size + 5) * size];
        GaussianNoise.Fill(table, 1, seed: 1);
        var matrix = Gramian.Compute(table, size, new ParallelOptions());
        var solution = table.AsSpan(0, size).ToArray();
        var right = new float[size];
        for (int row = 0; row < size; row++)
        {
            matrix[row * size + row] += 1;
            right[row] = (float)Enumerable.Range(0, size).Sum(column => (double)matrix[row * size + column] * solution[column]);
        }

        for (int row = 0; row < size; row++)
        {
            matrix.AsSpan(row * size + row + 1, size - row - 1).Fill(float.NaN);
        }

        Cholesky.Solve(matrix, size, right);

        Assert.All(solution.Zip(right), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Theory]
    [InlineData(20, 3)]
    [InlineData(20, 17)]
    public void Names_the_pivot_that_is_not_positive(int size, int pivot)
    {
        var matrix = new float[size * size];
        for (int row = 0; row < size; row++)
        {
            matrix[row * size + row] = row == pivot ? -1 : 1;
        }

        Assert.Contains($"pivot {pivot} ", Assert.Throws<ArithmeticException>(() => Cholesky.Solve(matrix, size, new float[size])).Message);
    }
}
